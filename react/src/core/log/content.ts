import type { Cursor, Notice, Participant, Room, StoredMessage } from '../entities.js'
import type { Deletion } from '../wire/message.js'
import type { ReactionChange } from '../wire/reactions.js'
import { deleteMessage, findMessage, putMessage, type Messages } from './messages.js'
import { dropPin, type Pins } from './pins.js'
import { changeReaction, dropReactions, type Reactions } from './reactions.js'
import { changeQuote, keepQuotes, unknownQuotes, type Quotes } from './quotes.js'
import type { Stretch } from './stretch.js'

/** What the server has told about a room. */
export interface RoomContent {
  readonly room: Room | undefined
  /** The loaded window: everything from its first message to the newest that is known. */
  readonly messages: Messages
  readonly hasOlder: boolean
  /** What the reader looks at instead of the window. */
  readonly stretch?: Stretch
  /** Those to the messages of the window and of the stretch. */
  readonly reactions: Reactions
  readonly quotes: Quotes
  readonly pins: Pins
  /** The reactions to messages before this place were never told: an app's own rows do not have them. */
  readonly toldFrom: number
  /** Everybody who is or was a member, as far as we were told. */
  readonly members: ReadonlyMap<string, Participant>
  /** Rising by `rev`. */
  readonly notices: readonly Notice[]
  readonly cursors: ReadonlyMap<string, Cursor>
  /** Changes of messages before the window, for the page that may already be on its way. */
  readonly outOfWindow: readonly OutOfWindow[]
}

export type OutOfWindow = StoredMessage | Deletion | ReactionChange

export const emptyContent: RoomContent = {
  room: undefined,
  messages: [],
  hasOlder: false,
  reactions: new Map(),
  quotes: new Map(),
  pins: [],
  toldFrom: 0,
  members: new Map(),
  notices: [],
  cursors: new Map(),
  outOfWindow: [],
}

/** What the reader looks at. */
export interface Shown extends Stretch {
  /** There are newer messages than these, which the window holds or which are not loaded. */
  readonly hasNewer: boolean
}

/** Returns the stretch, or the window where there is none. */
export function shownOf({ messages, hasOlder, stretch }: RoomContent): Shown {
  return stretch === undefined
    ? { messages, hasOlder, hasNewer: false }
    : { ...stretch, hasNewer: true }
}

/** Goes back to the window. */
export function withoutStretch(content: RoomContent): RoomContent {
  const { stretch, ...others } = content
  return stretch === undefined
    ? content
    : { ...others, reactions: dropReactions(content.reactions, stretch.messages) }
}

/** Returns a message of the window or of the stretch. */
export function findLoaded(
  { messages, stretch }: RoomContent,
  id: string,
): StoredMessage | undefined {
  return findMessage(messages, id) ?? findMessage(stretch?.messages ?? [], id)
}

/** Whether reactions to loaded messages were never told. */
export function isUntold({ messages, toldFrom }: RoomContent): boolean {
  const first = messages[0]
  return first !== undefined && toldFrom > first.seq
}

/** Returns the place before which the next page of history ends: there, something is lacking. */
export function nextPageEnd(content: RoomContent): number | undefined {
  return isUntold(content) ? content.toldFrom : content.messages[0]?.seq
}

const keptOutOfWindow = 500

function keepOutOfWindow(content: RoomContent, change: OutOfWindow): RoomContent {
  return { ...content, outOfWindow: [...content.outOfWindow.slice(1 - keptOutOfWindow), change] }
}

/** Adds a message or its new form; one from before the window waits for its page. */
export function withMessage(before: RoomContent, message: StoredMessage): RoomContent {
  const content = withFollowers(before, message)
  const first = content.messages[0]
  if (content.hasOlder && first !== undefined && message.seq < first.seq) {
    const isKnown = findLoaded(content, message.id) !== undefined
    return keepOutOfWindow(isKnown ? changeStretch(content, message, putMessage) : content, message)
  }
  const messages = putMessage(content.messages, message)
  return messages === content.messages
    ? content
    : withoutReactionsTo(message, { ...content, messages })
}

/** Its quotes follow a message, loaded or not, and with a deletion goes its pin. */
function withFollowers(content: RoomContent, change: StoredMessage | Deletion): RoomContent {
  const quotes = changeQuote(content.quotes, change)
  const pins = change.deletedAt === undefined ? content.pins : dropPin(content.pins, change.id)
  return quotes === content.quotes && pins === content.pins ? content : { ...content, quotes, pins }
}

/** With a deletion go the reactions. */
function withoutReactionsTo(
  { id, deletedAt }: Pick<StoredMessage, 'id' | 'deletedAt'>,
  content: RoomContent,
): RoomContent {
  return deletedAt === undefined
    ? content
    : { ...content, reactions: dropReactions(content.reactions, [{ id }]) }
}

function changeStretch<C extends Pick<StoredMessage, 'id' | 'deletedAt'>>(
  content: RoomContent,
  change: C,
  apply: (messages: Messages, change: C) => Messages,
): RoomContent {
  const { stretch } = content
  const messages = stretch && apply(stretch.messages, change)
  return stretch === undefined || messages === undefined || messages === stretch.messages
    ? content
    : withoutReactionsTo(change, { ...content, stretch: { ...stretch, messages } })
}

/** Empties a deleted message; one that is not in the window is remembered for its page. */
export function withDeletion(before: RoomContent, deletion: Deletion): RoomContent {
  const content = withFollowers(before, deletion)
  return findMessage(content.messages, deletion.id) === undefined
    ? keepOutOfWindow(changeStretch(content, deletion, deleteMessage), deletion)
    : withoutReactionsTo(deletion, {
        ...content,
        messages: deleteMessage(content.messages, deletion),
      })
}

/** Adds a reaction or takes it away; one whose message a page is yet to tell of is remembered for it. */
export function withReaction(content: RoomContent, change: ReactionChange): RoomContent {
  const message = findLoaded(content, change.messageId)
  if (message === undefined) {
    return keepOutOfWindow(content, change)
  }
  if (message.deletedAt !== undefined) {
    return content
  }
  const next = { ...content, reactions: changeReaction(content.reactions, change) }
  const untilPage = Math.max(content.toldFrom, content.messages[0]?.seq ?? 0)
  return message.seq < untilPage ? keepOutOfWindow(next, change) : next
}

/** Adds somebody, or what is new about them. */
export function withMember(content: RoomContent, member: Participant): RoomContent {
  return { ...content, members: new Map(content.members).set(member.id, member) }
}

/** Adds notices; one that is known stays as it is. */
export function withNotices(content: RoomContent, added: readonly Notice[]): RoomContent {
  const byRev = new Map([...added, ...content.notices].map((notice) => [notice.rev, notice]))
  return byRev.size === content.notices.length
    ? content
    : { ...content, notices: [...byRev.values()].sort((a, b) => a.rev - b.rev) }
}

/** Moves cursors on; none ever moves back. */
export function withCursors(content: RoomContent, moved: readonly Cursor[]): RoomContent {
  const cursors = new Map(content.cursors)
  let changed = false
  for (const cursor of moved) {
    const known = cursors.get(cursor.userId)
    const readSeq = Math.max(cursor.readSeq, known?.readSeq ?? 0)
    const deliveredSeq = Math.max(cursor.deliveredSeq, known?.deliveredSeq ?? 0)
    if (readSeq !== known?.readSeq || deliveredSeq !== known.deliveredSeq) {
      cursors.set(cursor.userId, { userId: cursor.userId, readSeq, deliveredSeq })
      changed = true
    }
  }
  return changed ? { ...content, cursors } : content
}

/** Lets the oldest messages go; they can be loaded again. */
export function withoutOldest(content: RoomContent, count: number): RoomContent {
  return count <= 0
    ? content
    : withoutUnquoted({
        ...content,
        messages: content.messages.slice(count),
        hasOlder: true,
        reactions: dropReactions(content.reactions, content.messages.slice(0, count)),
      })
}

/** Forgets what no loaded message quotes any more. */
export function withoutUnquoted(content: RoomContent): RoomContent {
  return { ...content, quotes: keepQuotes(content.quotes, loaded(content)) }
}

/** Returns the ids of quoted messages of which nothing is known. */
export function lackingQuotes(content: RoomContent): readonly string[] {
  return unknownQuotes(content.quotes, loaded(content))
}

function loaded({ messages, stretch }: RoomContent): Messages {
  return stretch === undefined ? messages : [...stretch.messages, ...messages]
}
