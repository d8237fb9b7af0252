import type { ChatError } from '../core/chat-error.js'
import type { Invitation, NewMessage, Person, Role, Visibility } from '../core/entities.js'
import { toMillis } from '../core/time/instant.js'
import type { CursorUpdate, PageRequest } from '../core/transport.js'
import type {
  WireChanges,
  WireCursor,
  WireMessage,
  WireNotice,
  WirePage,
  WireParticipant,
  WirePin,
  WirePinAnswer,
  WirePinnedMessages,
  WireReactionAnswer,
  WireReactions,
  WireRoom,
  WireSnapshot,
} from '../core/wire/rows.js'
import { refusal } from './refusal.js'
import { createTestLog } from './test-log.js'

/** A room of the test server: what the database holds, and what changes it. */
export interface TestRoom {
  readonly id: string
  readonly room: () => WireRoom
  readonly epoch: () => string
  readonly head: () => number
  /** Every message, rising by `seq`. */
  readonly messages: () => readonly WireMessage[]
  readonly cursors: () => readonly WireCursor[]
  readonly isMember: (userId: string) => boolean
  /** Why somebody may not read the room; undefined when they may. */
  readonly refusal: (userId: string) => ChatError | undefined
  /** Stores a message; the same id again answers the stored row. */
  readonly post: (userId: string, message: Omit<NewMessage, 'roomId'>) => WireMessage
  readonly edit: (id: string, content: string) => void
  readonly remove: (id: string) => void
  /** Changes a message as its author; returns it. The same content again changes nothing. */
  readonly editAs: (userId: string, id: string, content: string) => WireMessage
  /** Empties a message as its author or a moderator; returns it. */
  readonly removeAs: (userId: string, id: string) => WireMessage
  /** Adds somebody's reaction; a repeat changes nothing. */
  readonly react: (userId: string, messageId: string, emoji: string) => WireReactionAnswer
  /** Takes somebody's reaction back; a repeat changes nothing. */
  readonly unreact: (userId: string, messageId: string, emoji: string) => WireReactionAnswer
  /** The reactions to some messages. */
  readonly reactions: (messages: readonly WireMessage[]) => readonly WireReactions[]
  /** Pins a message as somebody who looks after the room; a repeat changes nothing. */
  readonly pin: (userId: string, messageId: string) => WirePinAnswer
  /** Takes a pin back; a repeat changes nothing. */
  readonly unpin: (userId: string, messageId: string) => WirePinAnswer
  /** What is pinned, in the order in which it was. */
  readonly pins: () => readonly WirePin[]
  /** What is pinned, with the messages; the last one comes first. */
  readonly pinned: () => WirePinnedMessages
  readonly join: (person: Person, role?: Role) => void
  /** Lets somebody join by themselves. */
  readonly invite: (person: Person, host?: Person) => void
  readonly uninvite: (userId: string) => void
  readonly invitation: (userId: string) => Invitation | undefined
  /** Adds somebody who asks to join: to a public room, or by invitation. */
  readonly admit: (userId: string) => void
  readonly leave: (userId: string) => void
  /** @param until milliseconds since 1970, or infinite */
  readonly mute: (userId: string, until: number) => void
  readonly rename: (name: string) => void
  readonly setCursor: (userId: string, update: CursorUpdate) => WireCursor
  readonly snapshot: (limit: number) => WireSnapshot
  readonly page: (request: PageRequest) => WirePage
  readonly changes: (afterRev: number, limit: number) => WireChanges
  /** Appends a change of a kind that no client knows. */
  readonly touch: () => void
  /** Forgets old changes, as retention does. */
  readonly prune: (rev: number) => void
  /** Restores the database to the change `rev`: messages after it are gone. */
  readonly restore: (rev: number) => void
}

export interface TestRoomOptions {
  readonly id: string
  readonly name: string
  readonly visibility: Visibility
  /** Whether messages get their ids here, as from a database that numbers them. */
  readonly numbersMessages: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly publish: (name: string, data: unknown) => void
}

const longestContent = 4000
const mostReactions = 20
const mostPins = 100

export function createTestRoom(options: TestRoomOptions): TestRoom {
  const { id, visibility, now, publish } = options
  const log = createTestLog(id, now, publish)
  const time = () => new Date(now()).toISOString()
  let room: WireRoom = { id, name: options.name, visibility, created_at: time() }
  let messages: WireMessage[] = []
  /** Every form that a message has had, rising by `rev`. */
  let forms: WireMessage[] = []
  let notices: WireNotice[] = []
  /** Every reaction that was added or taken back, rising by `rev`. */
  let reacted: (WireReactionAnswer & { readonly isOn: boolean })[] = []
  /** Every pin that was added or taken back, rising by `rev`. */
  let pinning: (WirePin & { readonly rev: number; readonly isOn: boolean })[] = []
  const members = new Map<string, WireParticipant>()
  const guests = new Map<string, { readonly person: Person; readonly invitation: Invitation }>()
  const cursors = new Map<string, WireCursor>()

  const lastSeq = () => messages.at(-1)?.seq ?? 0
  const isMember = (userId: string) => {
    const member = members.get(userId)
    return member !== undefined && member.left_at == null
  }
  const looksAfter = (userId: string) =>
    isMember(userId) && (members.get(userId)?.role ?? 'member') !== 'member'
  const cursorOf = (userId: string): WireCursor =>
    cursors.get(userId) ?? { user_id: userId, read_seq: 0, delivered_seq: 0 }
  const noticesFrom = (first: WireMessage | undefined, last: number) =>
    notices.filter(({ after_seq }) => after_seq >= (first?.seq ?? 1) - 1 && after_seq <= last)

  const change = (messageId: string, kind: string, next: Partial<WireMessage>) => {
    const at = messages.findIndex((message) => message.id === messageId)
    const message = messages[at]
    if (message === undefined) {
      throw refusal(404, 'no_such_message')
    }
    const changed = { ...message, ...next, rev: log.head() + 1 }
    messages = messages.with(at, changed)
    forms.push(changed)
    // A row that was removed is told with its former number, as the database does.
    const told = kind === 'message-deleted' ? { ...changed, rev: message.rev } : changed
    log.append(kind, told)
  }

  const found = (messageId: string): WireMessage => {
    const message = messages.find((known) => known.id === messageId)
    if (message === undefined) {
      throw refusal(404, 'no_such_message')
    }
    return message
  }

  const checkWriter = (userId: string) => {
    if (!isMember(userId)) {
      throw refusal(403, 'not_a_participant')
    }
    if (toMillis(members.get(userId)?.muted_until ?? time()) > now()) {
      throw refusal(403, 'muted')
    }
  }

  const checkContent = (content: string) => {
    if (content.length < 1 || content.length > longestContent) {
      throw refusal(400, 'content_length')
    }
  }

  const quotesIn = (some: readonly WireMessage[]): readonly WireMessage[] => {
    const quoted = new Set(some.map(({ reply_to }) => reply_to))
    return messages
      .filter((message) => quoted.has(message.id) && !some.includes(message))
      .map((message) => ({ ...message, content: message.content.slice(0, 300) }))
  }

  const reactions = (to: readonly WireMessage[]): readonly WireReactions[] => {
    const current = new Map<string, WireReactionAnswer>()
    for (const { isOn, ...reaction } of reacted) {
      const key = JSON.stringify([reaction.message_id, reaction.emoji, reaction.user_id])
      if (isOn) {
        current.set(key, reaction)
      } else {
        current.delete(key)
      }
    }
    const kept = new Set(to.filter(({ deleted_at }) => deleted_at == null).map((row) => row.id))
    const groups = new Map<string, WireReactions>()
    for (const { message_id, emoji, user_id } of current.values()) {
      const key = JSON.stringify([message_id, emoji])
      if (kept.has(message_id)) {
        const user_ids = [...(groups.get(key)?.user_ids ?? []), user_id]
        groups.set(key, { message_id, emoji, user_ids })
      }
    }
    return [...groups.values()]
  }

  const setReaction = (user_id: string, message_id: string, emoji: string, isOn: boolean) => {
    const message = found(message_id)
    checkWriter(user_id)
    if (message.deleted_at != null) {
      throw refusal(410, 'message_deleted')
    }
    const there = reactions([message])
    const group = there.find((one) => one.emoji === emoji)
    if (isOn && group === undefined && there.length >= mostReactions) {
      throw refusal(409, 'too_many_reactions')
    }
    const reaction = { message_id, user_id, emoji }
    if ((group?.user_ids.includes(user_id) ?? false) === isOn) {
      return { ...reaction, rev: log.head() }
    }
    const rev = isOn
      ? log.append('reaction-added', { ...reaction, created_at: time() })
      : log.append('reaction-removed', reaction)
    reacted.push({ ...reaction, rev, isOn })
    return { ...reaction, rev }
  }

  const pins = (): readonly WirePin[] => {
    const current = new Map<string, WirePin>()
    for (const { message_id, user_id, pinned_at, isOn } of pinning) {
      current.delete(message_id)
      if (isOn) {
        current.set(message_id, { message_id, user_id, pinned_at })
      }
    }
    const kept = new Set(messages.filter((row) => row.deleted_at == null).map((row) => row.id))
    return [...current.values()].filter(({ message_id }) => kept.has(message_id))
  }

  const setPinned = (user_id: string, message_id: string, isOn: boolean): WirePinAnswer => {
    const message = found(message_id)
    if (!isMember(user_id)) {
      throw refusal(403, 'not_a_participant')
    }
    if (!looksAfter(user_id)) {
      throw refusal(403, 'not_allowed')
    }
    if (isOn && message.deleted_at != null) {
      throw refusal(410, 'message_deleted')
    }
    const there = pins()
    if (there.some((pin) => pin.message_id === message_id) === isOn) {
      return { message_id, user_id, rev: log.head() }
    }
    if (isOn && there.length >= mostPins) {
      throw refusal(422, 'too_many_pins')
    }
    const pin = { message_id, user_id, pinned_at: time() }
    const rev = isOn
      ? log.append('message-pinned', pin)
      : log.append('message-unpinned', { message_id, user_id })
    pinning.push({ ...pin, rev, isOn })
    return { message_id, user_id, rev }
  }

  const notice = (kind: WireNotice['kind'], userId: string, data: Record<string, unknown>) => {
    const after_seq = lastSeq()
    const rev = log.append(kind, { user_id: userId, after_seq, ...data })
    const { profile = null } = members.get(userId) ?? {}
    notices = [...notices, { rev, kind, user_id: userId, at: time(), after_seq, profile }]
  }

  const join = ({ id: userId, name, avatarUrl }: Person, role: Role = 'member') => {
    if (isMember(userId)) {
      return
    }
    const profile = { display_name: name, ...(avatarUrl && { avatar_url: avatarUrl }) }
    const joined_at = time()
    members.set(userId, { user_id: userId, role, joined_at, profile })
    guests.delete(userId)
    notice('user-joined', userId, { joined_at, role, profile })
  }

  return {
    id,
    room: () => room,
    epoch: log.epoch,
    head: log.head,
    messages: () => messages,
    cursors: () => [...cursors.values()],
    isMember,
    refusal: (userId) => {
      if (visibility === 'public' || isMember(userId)) {
        return undefined
      }
      if (userId === '') {
        return refusal(401, 'sign_in_needed')
      }
      return refusal(403, visibility === 'open' ? 'may_join' : 'not_a_participant')
    },
    post: (userId, { id: messageId, content, replyTo }) => {
      const stored = messages.find((message) => (message.client_id ?? message.id) === messageId)
      if (stored !== undefined) {
        return stored
      }
      checkWriter(userId)
      checkContent(content)
      const message: WireMessage = {
        ...(options.numbersMessages
          ? { id: `${messages.length + 1}`, client_id: messageId }
          : { id: messageId }),
        room_id: id,
        user_id: userId,
        content,
        created_at: time(),
        seq: lastSeq() + 1,
        rev: log.head() + 1,
        ...(replyTo === undefined ? {} : { reply_to: replyTo }),
      }
      messages = [...messages, message]
      forms.push(message)
      log.append('new-message', { ...message })
      return message
    },
    edit: (messageId, content) => {
      change(messageId, 'message-updated', { content, edited_at: time() })
    },
    editAs: (userId, messageId, content) => {
      const message = found(messageId)
      checkWriter(userId)
      if (message.user_id !== userId) {
        throw refusal(403, 'not_the_author')
      }
      if (message.deleted_at != null) {
        throw refusal(409, 'message_deleted')
      }
      checkContent(content)
      if (message.content !== content) {
        change(messageId, 'message-updated', { content, edited_at: time() })
      }
      return found(messageId)
    },
    removeAs: (userId, messageId) => {
      const message = found(messageId)
      if (!isMember(userId) || (message.user_id !== userId && !looksAfter(userId))) {
        throw refusal(403, 'not_the_author')
      }
      if (message.deleted_at == null) {
        change(messageId, 'message-deleted', { content: '', deleted_at: time() })
      }
      return found(messageId)
    },
    remove: (messageId) => {
      change(messageId, 'message-deleted', { content: '', deleted_at: time() })
    },
    react: (userId, messageId, emoji) => setReaction(userId, messageId, emoji, true),
    unreact: (userId, messageId, emoji) => setReaction(userId, messageId, emoji, false),
    reactions,
    pin: (userId, messageId) => setPinned(userId, messageId, true),
    unpin: (userId, messageId) => setPinned(userId, messageId, false),
    pins,
    pinned: () => ({
      rev: log.head(),
      pins: pins()
        .map(({ message_id, ...pin }) => {
          const message = found(message_id)
          return { ...pin, message, profile: members.get(message.user_id)?.profile ?? null }
        })
        .reverse(),
    }),
    join,
    invite: (person, host) => {
      const invitation = { roomName: room.name, ...(host === undefined ? {} : { host }) }
      guests.set(person.id, { person, invitation })
    },
    uninvite: (userId) => {
      guests.delete(userId)
    },
    invitation: (userId) => guests.get(userId)?.invitation,
    admit: (userId) => {
      const guest = guests.get(userId)
      if (visibility === 'private' && guest === undefined) {
        throw refusal(403, 'invitation_needed')
      }
      join(guest?.person ?? { id: userId, name: userId })
    },
    leave: (userId) => {
      const member = members.get(userId)
      if (member !== undefined && isMember(userId)) {
        members.set(userId, { ...member, left_at: time() })
        notice('user-left', userId, { left_at: time() })
      }
    },
    mute: (userId, until) => {
      const member = members.get(userId)
      if (member !== undefined) {
        const muted_until = Number.isFinite(until) ? new Date(until).toISOString() : infinite(until)
        const muted = { ...member, muted_until }
        members.set(userId, muted)
        log.append('participant-updated', muted)
      }
    },
    rename: (name) => {
      room = { ...room, name }
      log.append('room-updated', { ...room })
    },
    setCursor: (userId, { readSeq = 0, deliveredSeq = 0 }) => {
      const known = cursorOf(userId)
      const cursor = {
        user_id: userId,
        read_seq: Math.max(known.read_seq, Math.min(readSeq, lastSeq())),
        delivered_seq: Math.max(known.delivered_seq, Math.min(deliveredSeq, lastSeq())),
      }
      cursors.set(userId, cursor)
      publish('cursors', [cursor])
      return cursor
    },
    snapshot: (limit) => {
      const newest = messages.slice(-limit)
      return {
        epoch: log.epoch(),
        rev: log.head(),
        room,
        messages: newest,
        has_older: newest.length < messages.length,
        participants: [...members.values()].filter(({ user_id }) => isMember(user_id)),
        cursors: [...cursors.values()],
        notices: noticesFrom(newest[0], Infinity),
        reactions: reactions(newest),
        quotes: quotesIn(newest),
        pins: pins(),
      }
    },
    page: (request) => {
      const found = pageOf(messages, request)
      const [first, last] = [found[0]?.seq ?? 0, found.at(-1)?.seq ?? 0]
      return {
        messages: found,
        notices: noticesFrom(found[0], last),
        has_older: first > 1,
        has_newer: last < lastSeq(),
        reactions: reactions(found),
        quotes: quotesIn(found),
        rev: log.head(),
      }
    },
    changes: (afterRev, limit) => ({
      ...log.after(afterRev, limit),
      cursors: [...cursors.values()],
    }),
    touch: () => {
      log.append('something-new', {})
    },
    prune: log.prune,
    restore: (rev) => {
      log.startEpoch(rev)
      forms = forms.filter((form) => form.rev <= rev)
      reacted = reacted.filter((reaction) => reaction.rev <= rev)
      pinning = pinning.filter((pin) => pin.rev <= rev)
      const kept = new Map(forms.map((form) => [form.id, form]))
      messages = [...kept.values()].sort((a, b) => a.seq - b.seq)
      notices = notices.filter((entry) => entry.rev <= rev)
      for (const [userId, cursor] of cursors) {
        cursors.set(userId, {
          user_id: userId,
          read_seq: Math.min(cursor.read_seq, lastSeq()),
          delivered_seq: Math.min(cursor.delivered_seq, lastSeq()),
        })
      }
    },
  }
}

/** As PostgreSQL writes a time without end. */
function infinite(at: number): string {
  return at > 0 ? 'infinity' : '-infinity'
}

function pageOf(messages: readonly WireMessage[], request: PageRequest): WireMessage[] {
  if ('beforeSeq' in request) {
    return messages.filter(({ seq }) => seq < request.beforeSeq).slice(-request.limit)
  }
  if ('afterSeq' in request) {
    return messages.filter(({ seq }) => seq > request.afterSeq).slice(0, request.limit)
  }
  const at = messages.findIndex(({ id }) => id === request.aroundId)
  if (at === -1) {
    throw refusal(404, 'no_such_message')
  }
  const from = Math.max(0, at - Math.floor(request.limit / 2))
  return messages.slice(from, from + request.limit)
}
