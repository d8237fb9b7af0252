import type { Role, Visibility } from '../entities.js'

/** What the database's functions return and events carry: PostgreSQL's names, `null` for what is absent. */

export interface WireMessage {
  readonly id: string
  readonly client_id?: string | null
  readonly room_id: string
  readonly user_id: string
  readonly content: string
  readonly created_at: string
  readonly seq: number
  readonly rev: number
  readonly edited_at?: string | null
  readonly deleted_at?: string | null
  readonly reply_to?: string | null
  readonly attachments?: unknown
  readonly metadata?: unknown
}

export interface WireRoom {
  readonly id: string
  readonly name: string
  readonly description?: string | null
  readonly visibility: Visibility
  readonly created_by?: string | null
  readonly created_at?: string
  readonly updated_at?: string
}

export interface WireCursor {
  readonly user_id: string
  readonly read_seq: number
  readonly delivered_seq: number
}

export interface WireProfile {
  readonly display_name: string
  readonly avatar_url?: string | null
}

export interface WireParticipant {
  readonly user_id: string
  readonly role?: Role
  readonly joined_at?: string
  readonly left_at?: string | null
  readonly muted_until?: string | null
  readonly profile?: WireProfile | null
}

export interface WireNotice {
  readonly rev: number
  readonly kind: 'user-joined' | 'user-left'
  readonly user_id: string
  readonly at: string
  readonly after_seq: number
  readonly profile?: WireProfile | null
}

export interface WireReactions {
  readonly message_id: string
  readonly emoji: string
  readonly user_ids: readonly string[]
}

/** What `react` and `unreact` return. */
export interface WireReactionAnswer {
  readonly message_id: string
  readonly user_id: string
  readonly emoji: string
  readonly rev: number
}

export interface WirePin {
  readonly message_id: string
  readonly user_id: string
  readonly pinned_at: string
}

/** What `pin_message` and `unpin_message` return. */
export interface WirePinAnswer {
  readonly message_id: string
  readonly user_id: string
  readonly rev: number
}

/** What `pinned_messages` returns. */
export interface WirePinnedMessages {
  readonly rev: number
  readonly pins: readonly {
    readonly message: WireMessage
    readonly profile: WireProfile | null
    readonly user_id: string
    readonly pinned_at: string
  }[]
}

/** What `room_snapshot` returns. */
export interface WireSnapshot {
  readonly epoch: string
  readonly rev: number
  readonly room: WireRoom
  readonly messages: readonly WireMessage[]
  readonly has_older: boolean
  readonly participants: readonly WireParticipant[]
  readonly cursors: readonly WireCursor[]
  readonly notices: readonly WireNotice[]
  readonly reactions?: readonly WireReactions[]
  readonly quotes?: readonly WireMessage[]
  readonly pins?: readonly WirePin[]
}

/** What `messages_page` returns. */
export interface WirePage {
  readonly messages: readonly WireMessage[]
  readonly notices: readonly WireNotice[]
  readonly has_older: boolean
  readonly has_newer: boolean
  readonly reactions?: readonly WireReactions[]
  readonly quotes?: readonly WireMessage[]
  readonly rev?: number
}

export interface WireFound {
  readonly message: WireMessage
  readonly profile: WireProfile
  readonly excerpt: readonly string[]
}

/** What `search_messages` returns. */
export interface WireFoundMessages {
  readonly results: readonly WireFound[]
  readonly cursor: string | null
}

export interface WireChange {
  readonly rev: number
  readonly kind: string
  readonly data: unknown
  readonly created_at: string
}

/** What `room_changes` returns. */
export interface WireChanges {
  readonly epoch: string
  readonly items: readonly WireChange[]
  readonly through: number
  readonly head: number
  readonly reset: boolean
  readonly cursors: readonly WireCursor[]
}
