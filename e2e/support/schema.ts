/** The database as supabase-js is told of it: rows and functions exactly as the API promises them. */
interface Relation<Row, Insert = Partial<Row>> {
  Row: Flat<Row>
  Insert: Flat<Insert>
  Update: Flat<Partial<Row>>
  Relationships: []
}

/** The same members without the name: supabase-js takes no interface for a row. */
type Flat<T> = { [Member in keyof T]: T[Member] }

type Json = Record<string, unknown>

/** A row of `messages`, and the message in events, snapshots and replies. */
export interface MessageRow {
  id: string
  room_id: string
  user_id: string
  content: string
  created_at: string
  seq: number
  rev: number
  edited_at: string | null
  deleted_at: string | null
  reply_to: string | null
  thread_root: string | null
  also_in_room: boolean
  attachments: unknown
  metadata: Json | null
}

export interface RoomRow {
  id: string
  name: string
  description: string | null
  visibility: string
  created_by: string
  created_at: string
  updated_at: string
}

export interface ParticipantRow {
  id: string
  room_id: string
  user_id: string
  role: string
  joined_at: string
  left_at: string | null
  muted_until: string | null
}

export interface ProfileRow {
  id: string
  display_name: string
  avatar_url: string | null
  last_seen_at: string | null
}

/** A thread that the caller began or replied in. */
export interface FollowedThread {
  room_id: string
  room_name: string
  message: MessageRow
  profile: { display_name: string }
  thread: {
    message_id: string
    replies: number
    user_ids: string[]
    last_seq?: number
    last_reply_at?: string
    unread?: number
  }
}

/** A page of what `search_messages` found. */
export interface FoundMessages {
  results: { message: MessageRow; profile: { display_name: string }; excerpt: string[] }[]
  cursor: string | null
}

export interface EventRow {
  room_id: string
  rev: number
  kind: string
  channel: string
  data: Json
  created_at: string
}

export interface ReactionRow {
  room_id: string
  message_id: string
  user_id: string
  emoji: string
  rev: number
  created_at: string
}

export interface CursorRow {
  room_id: string
  user_id: string
  read_seq: number
  delivered_seq: number
  updated_at: string
}

export interface Participant {
  user_id: string
  role: string
  joined_at: string
  left_at?: string
  profile: { display_name: string; avatar_url?: string }
}

export interface Cursor {
  user_id: string
  read_seq: number
  delivered_seq: number
}

export interface Reaction {
  message_id: string
  user_id: string
  emoji: string
  rev: number
}

export interface PinRow {
  message_id: string
  room_id: string
  user_id: string
  rev: number
  pinned_at: string
}

export interface Pin {
  message_id: string
  user_id: string
  pinned_at: string
}

export interface Reactions {
  message_id: string
  emoji: string
  user_ids: string[]
}

export interface Notice {
  rev: number
  kind: string
  user_id: string
  at: string
  after_seq: number
  profile?: { display_name: string }
}

export interface Snapshot {
  epoch: string
  rev: number
  room: RoomRow
  messages: MessageRow[]
  quotes: MessageRow[]
  reactions: Reactions[]
  pins: Pin[]
  has_older: boolean
  participants: Participant[]
  cursors: Cursor[]
  notices: Notice[]
}

export interface MessagesPage {
  rev: number
  messages: MessageRow[]
  quotes: MessageRow[]
  reactions: Reactions[]
  notices: Notice[]
  has_older: boolean
  has_newer: boolean
}

export interface RoomChanges {
  epoch: string
  items: { rev: number; kind: string; data: Json; created_at: string }[]
  through: number
  head: number
  reset: boolean
  cursors: Cursor[]
}

export interface MyRoom {
  id: string
  name: string
  visibility: string
  role: string
  joined_at: string
  unread: number
  participant_count: number
  last_message?: { content: string }
}

export interface ChannelAnswer {
  allowed: boolean
  reason?: string
  user_id?: string
  user_info?: { name: string; avatar_url?: string }
}

export interface UserAnswer extends ChannelAnswer {
  watchlist?: string[]
}

export interface Database {
  public: {
    Tables: {
      chat_rooms: Relation<RoomRow>
      messages: Relation<MessageRow, Partial<MessageRow> & { room_id: string; content: string }>
      message_pins: Relation<PinRow>
      message_reactions: Relation<
        ReactionRow,
        Partial<ReactionRow> & { message_id: string; emoji: string }
      >
      room_participants: Relation<ParticipantRow>
      profiles: Relation<ProfileRow>
      room_events: Relation<EventRow>
      room_cursors: Relation<CursorRow>
      room_counters: Relation<{ room_id: string; last_seq: number; last_rev: number }>
    }
    Views: Record<string, never>
    Functions: {
      create_room: {
        Args: { name: string; description?: string; visibility?: string; id?: string }
        Returns: RoomRow
      }
      join_room: { Args: { room: string }; Returns: Participant }
      leave_room: { Args: { room: string }; Returns: undefined }
      send_message: {
        Args: {
          id: string
          room: string
          content: string
          reply_to?: string
          attachments?: unknown
          metadata?: Json
          thread_root?: string
          also_in_room?: boolean
        }
        Returns: MessageRow
      }
      room_snapshot: { Args: { room: string; limit?: number; thread?: string }; Returns: Snapshot }
      messages_page: {
        Args: {
          room: string
          before_seq?: number
          after_seq?: number
          around_id?: string
          limit?: number
          thread?: string
        }
        Returns: MessagesPage
      }
      search_messages: {
        Args: {
          query: string
          room?: string
          author?: string
          from?: string
          until?: string
          cursor?: string
          limit?: number
        }
        Returns: FoundMessages
      }
      room_changes: {
        Args: { room: string; after_rev: number; limit?: number }
        Returns: RoomChanges
      }
      edit_message: { Args: { id: string; content: string }; Returns: MessageRow }
      delete_message: { Args: { id: string }; Returns: MessageRow }
      react: { Args: { message: string; emoji: string }; Returns: Reaction }
      unreact: { Args: { message: string; emoji: string }; Returns: Reaction }
      set_thread_cursor: {
        Args: { thread: string; read_seq: number }
        Returns: { message_id: string; unread?: number }
      }
      my_threads: { Args: { before?: string; limit?: number }; Returns: FollowedThread[] }
      pin_message: { Args: { message: string }; Returns: Pin & { rev: number } }
      unpin_message: {
        Args: { message: string }
        Returns: { message_id: string; user_id: string; rev: number }
      }
      pinned_messages: {
        Args: { room: string }
        Returns: {
          rev: number
          pins: {
            message: MessageRow
            profile?: { display_name: string; avatar_url?: string }
            user_id: string
            pinned_at: string
          }[]
        }
      }
      set_cursor: {
        Args: { room: string; read_seq?: number; delivered_seq?: number }
        Returns: Cursor
      }
      my_rooms: { Args: Record<string, never>; Returns: MyRoom[] }
      authorize_user: { Args: Record<string, never>; Returns: UserAnswer }
      authorize_channel: { Args: { name: string }; Returns: ChannelAnswer }
    }
  }
}
