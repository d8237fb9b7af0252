import type { ChatError } from './chat-error.js'
import type { Invitation, Message, Participant, Person, Pin, Room } from './entities.js'

/** How far a message of our own has come. */
export type SendStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed'

/** Place of a message among its author's neighbouring ones. */
export type GroupPosition = 'single' | 'first' | 'middle' | 'last'

/** A change of a message that the reader asked for and the server has not confirmed. */
export interface MessageChange {
  /** A reaction or a pin is told of only when it failed; until then it shows by itself. */
  readonly kind: 'edit' | 'delete' | 'react' | 'unreact' | 'pin' | 'unpin'
  /** What has failed is not shown in the message. */
  readonly status: 'queued' | 'sending' | 'failed'
  /** Only of an edit: the new text. */
  readonly content?: string
  /** Only of a reaction. */
  readonly emoji?: string
  /** Only when failed: whether trying again may help. */
  readonly retryable?: boolean
  /** Only when failed: why. */
  readonly error?: ChatError
}

/** Everybody's reactions to a message with one emoji. */
export interface Reaction {
  readonly emoji: string
  readonly count: number
  /** In the order they reacted. */
  readonly userIds: readonly string[]
  /** The same with their names. */
  readonly people: readonly Person[]
  /** Whether the reader is among them. */
  readonly mine: boolean
}

/** The message that another answers. */
export interface Quote {
  readonly id: string
  /** As it is now, of a long text the beginning; absent while it is on its way, and when it is gone. */
  readonly message?: Message
  /** Its author. */
  readonly author?: Person
  readonly own: boolean
  /** There is no such message any more. */
  readonly isGone: boolean
}

export interface MessageRow {
  readonly kind: 'message'
  /** The id under which the message was sent, from its optimistic creation to the end. */
  readonly key: string
  readonly message: Message
  readonly author: Person
  readonly own: boolean
  /** Only on messages of our own. */
  readonly status?: SendStatus
  /** Only when failed: whether sending again may help. */
  readonly retryable?: boolean
  /** Only when failed: why. */
  readonly error?: ChatError
  /** Only while one is not confirmed: the latest change that the reader asked for. */
  readonly change?: MessageChange
  /** In the order the emoji were first used; none on a deleted message. */
  readonly reactions: readonly Reaction[]
  /** Whether it is kept at hand for everybody; never on a deleted message. */
  readonly pinned: boolean
  /** Only on a reply that is not deleted. */
  readonly quote?: Quote
  readonly group: GroupPosition
  /** Who has read it, other than its author; kept for messages of our own, else empty. */
  readonly readBy: readonly Person[]
  readonly readByAll: boolean
}

/** Members who came and went, neighbouring notices in one row. */
export interface NoticeRow {
  readonly kind: 'notice'
  readonly key: string
  readonly joined: readonly Person[]
  readonly left: readonly Person[]
  /** Time of the newest of them. */
  readonly at: string
}

export interface DateRow {
  readonly kind: 'date'
  readonly key: string
  /** Day in the viewer's zone: `2026-11-23`. */
  readonly date: string
}

/** The line above the first unread message. */
export interface UnreadRow {
  readonly kind: 'unread'
  readonly key: string
}

export type TimelineRow = MessageRow | NoticeRow | DateRow | UnreadRow

/** A message that was asked for and is to be looked at. */
export interface Focus {
  readonly id: string
  /** Counts up: the same message asked for again is another focus. */
  readonly turn: number
}

export type RoomPhase = 'loading' | 'ready' | 'failed'

/**
 * What the reader is to a room. `signed-out`: nobody is signed in. `joinable`: the room is public, and
 * one may join it. `unknown`: the server has not answered, or something else is wrong.
 */
export type RoomAccess =
  'unknown' | 'member' | 'signed-out' | 'joinable' | 'invited' | 'not-a-member'

export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'offline'

/**
 * What a screen shows of a room. Immutable and structurally shared: a part that did not change,
 * down to the single row, keeps its reference.
 */
export interface RoomView {
  readonly phase: RoomPhase
  /** Only when failed. */
  readonly error?: ChatError
  readonly room?: Room
  readonly currentUser: Person
  readonly rows: readonly TimelineRow[]
  /** What is pinned in the room, in the order in which it was, as the server has told. */
  readonly pins: readonly Pin[]
  /** Who is in the room, in the order they joined. */
  readonly participants: readonly Participant[]
  /** Ids of the users who are online. */
  readonly online: ReadonlySet<string>
  /** Others who are typing, in the order they began. */
  readonly typing: readonly Person[]
  /**
   * How far each other member has come with the message of an id; empty for an unknown message.
   * Another function whenever an answer may have changed.
   */
  readonly receipts: (id: string) => readonly Receipt[]
  /** Somebody by their id; who is unknown has an empty name. Another function whenever an answer may have changed. */
  readonly person: (id: string) => Person
  readonly connection: ConnectionState
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  /** Newer messages than the last of `rows` are not shown: see `around` of {@link RoomStore}. */
  readonly hasNewer: boolean
  readonly loadingNewer: boolean
  /** What `around` showed last, until the newest messages are asked for. */
  readonly focus?: Focus
  /** Messages of others after our read cursor, as far as they are loaded. */
  readonly unreadCount: number
  readonly canSend: boolean
  readonly access: RoomAccess
  /** Only when invited. */
  readonly invitation?: Invitation
  /** Zone in which the days of `rows` begin: UTC until the browser has taken over. */
  readonly timeZone: string
}

/** How far one member has come with one message. */
export interface Receipt {
  readonly person: Person
  readonly state: 'sent' | 'delivered' | 'read'
}
