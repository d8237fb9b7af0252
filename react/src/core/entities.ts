/** A message; times are ISO 8601 in UTC, or `infinity`. */
export interface Message {
  /** Made by the sender's client, unless the database numbers messages. */
  readonly id: string
  /** The id that the sender's client made, where the database numbers messages. */
  readonly clientId?: string
  readonly roomId: string
  readonly userId: string
  /** 1 to 4,000 characters; empty once deleted. */
  readonly content: string
  readonly createdAt: string
  /** Place in the room, from 1; absent until the server has given one. */
  readonly seq?: number
  /** Number of the room change that last touched the message. */
  readonly rev?: number
  readonly editedAt?: string
  readonly deletedAt?: string
  readonly replyTo?: string
  readonly attachments?: unknown
  readonly metadata?: unknown
}

/** A message the server has stored. */
export interface StoredMessage extends Message {
  readonly seq: number
  readonly rev: number
}

/** Somebody with a name: the reader, an author, a member. */
export interface Person {
  readonly id: string
  /** Empty when unknown: the screen then shows its own word for it. */
  readonly name: string
  readonly avatarUrl?: string
}

export type Role = 'owner' | 'moderator' | 'member'

/** A member of a room, or somebody who was one. */
export interface Participant extends Person {
  readonly role?: Role
  readonly joinedAt?: string
  /** Absent while in the room. */
  readonly leftAt?: string
  readonly mutedUntil?: string
}

/**
 * Who gets into a room: participants by invitation; or whoever is signed in may join, and only
 * participants read; or anyone reads, and whoever is signed in may join.
 */
export type Visibility = 'private' | 'open' | 'public'

export interface Room {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly visibility: Visibility
  readonly createdBy?: string
  readonly createdAt?: string
  readonly updatedAt?: string
  /** For how many seconds an author may edit or delete a message; absent where there is no limit. */
  readonly editSeconds?: number
}

/** How far somebody has read and received: every message up to these places. */
export interface Cursor {
  readonly userId: string
  readonly readSeq: number
  readonly deliveredSeq: number
}

export interface Profile {
  readonly displayName: string
  readonly avatarUrl?: string
}

/** A membership as the server describes it; the profile holds the member's name. */
export interface Membership {
  readonly userId: string
  readonly role?: Role
  readonly joinedAt?: string
  readonly leftAt?: string
  readonly mutedUntil?: string
  readonly profile?: Profile
}

/** That somebody may come into a room, and who asks them to. */
export interface Invitation {
  readonly roomName: string
  /** Absent when a server invites. */
  readonly host?: Person
}

/** That somebody came or went, standing after the message at `afterSeq`. */
export interface Notice {
  readonly rev: number
  readonly kind: 'user-joined' | 'user-left'
  readonly userId: string
  readonly at: string
  readonly afterSeq: number
  readonly profile?: Profile
}

/** Who reacted to a message with one emoji. */
export interface MessageReactions {
  readonly messageId: string
  readonly emoji: string
  /** In the order they reacted. */
  readonly userIds: readonly string[]
}

/** That a message is kept at hand for everybody in its room. */
export interface Pin {
  readonly messageId: string
  /** Who pinned it. */
  readonly userId: string
  readonly pinnedAt: string
}

/** A pinned message as the list of a room's pins has it. */
export interface PinnedMessage {
  readonly message: StoredMessage
  readonly author: Person
  /** Who pinned it. */
  readonly userId: string
  readonly pinnedAt: string
}

/** A room at one moment: everything up to change `rev` of `epoch`. */
export interface RoomSnapshot {
  /** The epoch of the database that the revision numbers belong to. */
  readonly epoch: string
  readonly rev: number
  readonly room: Room
  /** The newest messages, rising by `seq`. */
  readonly messages: readonly Message[]
  readonly hasOlder: boolean
  readonly participants: readonly Membership[]
  readonly cursors: readonly Cursor[]
  readonly notices: readonly Notice[]
  /** All reactions to these messages; absent when the server does not tell. */
  readonly reactions?: readonly MessageReactions[]
  /** What these messages reply to and that is not among them, long texts cut short. */
  readonly quotes?: readonly StoredMessage[]
  /** What is pinned in the room, in the order in which it was; absent when the server does not tell. */
  readonly pins?: readonly Pin[]
}

/** A stretch of history. */
export interface MessagesPage {
  /** Rising by `seq`. */
  readonly messages: readonly Message[]
  readonly notices: readonly Notice[]
  readonly hasOlder: boolean
  readonly hasNewer: boolean
  /** All reactions to these messages as of `rev`; absent when the server does not tell. */
  readonly reactions?: readonly MessageReactions[]
  /** As in {@link RoomSnapshot}. */
  readonly quotes?: readonly StoredMessage[]
  /** The room's newest change at the moment of the page. */
  readonly rev?: number
}

/** One change of a room's log. */
export interface Change {
  readonly rev: number
  /** Name of the published event: `new-message`, `user-left`, … */
  readonly kind: string
  readonly data: unknown
  readonly createdAt: string
}

/** The changes after a number, complete up to `through`. */
export interface RoomChanges {
  readonly epoch: string
  /** Rising by `rev`. */
  readonly items: readonly Change[]
  readonly through: number
  /** The newest change of the room. */
  readonly head: number
  /** The log no longer reaches back so far: load a snapshot. */
  readonly reset: boolean
  readonly cursors: readonly Cursor[]
}

/** What a client sends to change a message's text. */
export interface MessageEdit {
  /** Of the stored message. */
  readonly id: string
  readonly roomId: string
  readonly content: string
}

/** What a client sends to react to a message, or to take a reaction back. */
export interface ReactionRequest {
  /** Of the stored message. */
  readonly messageId: string
  readonly roomId: string
  readonly emoji: string
}

/** That a reaction of ours is there, or gone, as of the room's change `rev`. */
export interface ReactionAnswer {
  readonly messageId: string
  readonly userId: string
  readonly emoji: string
  readonly rev: number
}

/** What a client sends to pin a message, or to take its pin back. */
export interface PinRequest {
  /** Of the stored message. */
  readonly messageId: string
  readonly roomId: string
}

/** That a message is pinned, or not, as of the room's change `rev`. */
export interface PinAnswer {
  readonly messageId: string
  readonly rev: number
}

/** What to look for among messages. */
export interface MessageQuery {
  /** Words, `"phrases"`, `-excluded` ones, `or`: at most 200 characters. */
  readonly query: string
  /** The room to search; absent for all rooms that we are in. */
  readonly roomId?: string | undefined
  /** Whose messages; absent for everybody's. */
  readonly authorId?: string | undefined
  /** The first moment, ISO 8601. */
  readonly from?: string | undefined
  /** The first moment after, ISO 8601. */
  readonly until?: string | undefined
  /** Where the page before ended; absent for the first one. */
  readonly cursor?: string | undefined
  /** How many at most; the server has a limit of its own. */
  readonly limit?: number | undefined
}

/** A message that a search found. */
export interface FoundMessage {
  readonly message: StoredMessage
  readonly author: Person
  /** Some of its text; every second string, from the second one on, is what matches. */
  readonly excerpt: readonly string[]
}

/** A page of what a search found: the newest and best first. */
export interface FoundMessages {
  readonly results: readonly FoundMessage[]
  /** Asks for the next page; absent on the last one. */
  readonly cursor?: string
}

/** What a client sends to create a message. */
export interface NewMessage {
  readonly id: string
  readonly roomId: string
  readonly content: string
  readonly replyTo?: string
}
