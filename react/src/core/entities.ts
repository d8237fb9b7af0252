/**
 * A message as the database writes it; times are ISO 8601 in UTC, or `infinity`; `null` and absent
 * mean the same.
 */
export interface Message {
  /** Made by the sender's client, unless the database numbers messages. */
  readonly id: string
  /** The id that the sender's client made, where the database numbers messages. */
  readonly client_id?: string | null
  readonly room_id: string
  readonly user_id: string
  /** 1 to 4,000 characters; empty once deleted. */
  readonly content: string
  readonly created_at: string
  /** Place in the room, from 1; absent until the server has given one. */
  readonly seq?: number | null
  /** Number of the room change that last touched the message. */
  readonly rev?: number | null
  readonly edited_at?: string | null
  readonly deleted_at?: string | null
  readonly reply_to?: string | null
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
  readonly created_by?: string
  readonly created_at?: string
  readonly updated_at?: string
}

/** How far somebody has read and received: every message up to these places. */
export interface Cursor {
  readonly user_id: string
  readonly read_seq: number
  readonly delivered_seq: number
}

export interface Profile {
  readonly display_name: string
  readonly avatar_url?: string | null
}

/** A member as the database writes it. */
export interface ParticipantRow {
  readonly user_id: string
  readonly role?: Role
  readonly joined_at?: string
  readonly left_at?: string | null
  readonly muted_until?: string | null
  readonly profile?: Profile | null
}

/** That somebody may come into a room, and who asks them to. */
export interface Invitation {
  readonly roomName: string
  /** Absent when a server invites. */
  readonly host?: Person
}

/** That somebody came or went, standing after the message at `after_seq`. */
export interface Notice {
  readonly rev: number
  readonly kind: 'user-joined' | 'user-left'
  readonly user_id: string
  readonly at: string
  readonly after_seq: number
  readonly profile?: Profile | null
}

/** A room at one moment: everything up to change `rev` of `epoch`. */
export interface RoomSnapshot {
  /** The epoch of the database that the revision numbers belong to. */
  readonly epoch: string
  readonly rev: number
  readonly room: Room
  /** The newest messages, rising by `seq`. */
  readonly messages: readonly Message[]
  readonly has_older: boolean
  readonly participants: readonly ParticipantRow[]
  readonly cursors: readonly Cursor[]
  readonly notices: readonly Notice[]
}

/** A stretch of history. */
export interface MessagesPage {
  /** Rising by `seq`. */
  readonly messages: readonly Message[]
  readonly notices: readonly Notice[]
  readonly has_older: boolean
  readonly has_newer: boolean
}

/** One change of a room's log. */
export interface Change {
  readonly rev: number
  /** Name of the published event: `new-message`, `user-left`, … */
  readonly kind: string
  readonly data: unknown
  readonly created_at: string
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

/** What a client sends to create a message. */
export interface NewMessage {
  readonly id: string
  readonly roomId: string
  readonly content: string
  readonly replyTo?: string
}
