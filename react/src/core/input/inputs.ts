import type { RoomSnapshot } from '../entities.js'
import type { WireSnapshot } from '../wire/rows.js'

/** An id as a select returns it: the text of a `uuid` or `text` column, the number of a `bigint` one. */
export type IdInput = string | number | bigint

/**
 * Somebody's name and picture, as a row of `profiles`, `users` or the like has them. The first of
 * `display_name`, `full_name`, `name`, `username` that is not empty is the name; the part of `email`
 * before the @ is shown only where nobody knows a name.
 */
export interface ProfileInput {
  readonly id?: IdInput | null
  readonly display_name?: string | null
  readonly full_name?: string | null
  readonly name?: string | null
  readonly username?: string | null
  readonly avatar_url?: string | null
  readonly avatarUrl?: string | null
  readonly email?: string | null
}

/** What a select joins to a row: one row, or a list of one where the client does not know better. */
export type JoinedInput = ProfileInput | readonly ProfileInput[] | null

/** The tables and aliases under which a select usually joins the person a row is about. */
interface WithPerson {
  readonly profiles?: JoinedInput
  readonly profile?: JoinedInput
  readonly users?: JoinedInput
  readonly user?: JoinedInput
  readonly author?: JoinedInput
}

/** The reader: a `Person`, a row of `profiles`, or the `User` of supabase-js as it is. */
export interface UserInput extends ProfileInput {
  readonly id: IdInput
  /** What the app or the provider of the sign-in told; it may hold the name and the picture. */
  readonly user_metadata?: object | null
}

/** A row of `messages` as any select returns it; what is not selected is read when the room connects. */
export interface MessageInput extends WithPerson {
  readonly id: IdInput
  readonly content: string | null
  /** ISO 8601 or as PostgreSQL writes it. */
  readonly created_at: string | Date
  /** Absent or `null` when the author's account is gone. */
  readonly user_id?: IdInput | null
  readonly room_id?: IdInput | null
  /** The id under which it was sent, where the database numbers messages. */
  readonly client_id?: string | null
  readonly seq?: number | string | null
  readonly rev?: number | string | null
  readonly edited_at?: string | null
  readonly deleted_at?: string | null
  readonly reply_to?: IdInput | null
  readonly attachments?: unknown
  readonly metadata?: unknown
}

/**
 * A `Participant`, a row of `room_participants` as any select returns it, or one of `profiles`. Where
 * a row has both, `user_id` is the person and `id` the row's own.
 */
export interface ParticipantInput extends ProfileInput, WithPerson {
  readonly user_id?: IdInput | null
  readonly role?: string | null
  readonly joined_at?: string | null
  readonly joinedAt?: string | null
  readonly left_at?: string | null
  readonly leftAt?: string | null
  readonly muted_until?: string | null
  readonly mutedUntil?: string | null
}

/** A whole room: what the function `room_snapshot` returned, or a `RoomSnapshot` from a backend. */
export type SnapshotInput = WireSnapshot | RoomSnapshot

/** What an app knows of a room before the server is asked. */
export interface SeedInput {
  readonly currentUser?: UserInput | null | undefined
  readonly participants?: readonly ParticipantInput[] | null | undefined
  readonly initialMessages?: readonly MessageInput[] | SnapshotInput | null | undefined
}
