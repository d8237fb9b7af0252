import type { Cursor, Notice, Participant, Room, StoredMessage } from '../entities.js'
import type { Deletion } from '../wire/message.js'
import type { ReactionChange } from '../wire/reactions.js'
import { deleteMessage, findMessage, putMessage, type Messages } from './messages.js'
import { changeReaction, dropReactions, type Reactions } from './reactions.js'

/** What the server has told about a room. */
export interface RoomContent {
  readonly room: Room | undefined
  /** The loaded window: everything from its first message to the newest that is known. */
  readonly messages: Messages
  readonly hasOlder: boolean
  /** Those to the messages of the window. */
  readonly reactions: Reactions
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
  toldFrom: 0,
  members: new Map(),
  notices: [],
  cursors: new Map(),
  outOfWindow: [],
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
export function withMessage(content: RoomContent, message: StoredMessage): RoomContent {
  const first = content.messages[0]
  if (content.hasOlder && first !== undefined && message.seq < first.seq) {
    return keepOutOfWindow(content, message)
  }
  const messages = putMessage(content.messages, message)
  return messages === content.messages ? content : withoutReactionsTo(message, content, messages)
}

/** Puts `messages` in place; with a deletion go the reactions to it. */
function withoutReactionsTo(
  { id, deletedAt }: Pick<StoredMessage, 'id' | 'deletedAt'>,
  content: RoomContent,
  messages: Messages,
): RoomContent {
  const { reactions } = content
  return {
    ...content,
    messages,
    reactions: deletedAt === undefined ? reactions : dropReactions(reactions, [{ id }]),
  }
}

/** Empties a deleted message; one that is not loaded is remembered for its page. */
export function withDeletion(content: RoomContent, deletion: Deletion): RoomContent {
  return findMessage(content.messages, deletion.id) === undefined
    ? keepOutOfWindow(content, deletion)
    : withoutReactionsTo(deletion, content, deleteMessage(content.messages, deletion))
}

/** Adds a reaction or takes it away; one whose message a page is yet to tell of is remembered for it. */
export function withReaction(content: RoomContent, change: ReactionChange): RoomContent {
  const message = findMessage(content.messages, change.messageId)
  if (message === undefined) {
    return keepOutOfWindow(content, change)
  }
  if (message.deletedAt !== undefined) {
    return content
  }
  const next = { ...content, reactions: changeReaction(content.reactions, change) }
  return message.seq < content.toldFrom ? keepOutOfWindow(next, change) : next
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
    : {
        ...content,
        messages: content.messages.slice(count),
        hasOlder: true,
        reactions: dropReactions(content.reactions, content.messages.slice(0, count)),
      }
}
