import type { ChatError } from './chat-error.js'
import type {
  Cursor,
  FoundMessages,
  Invitation,
  MessageEdit,
  MessageQuery,
  MessagesPage,
  NewMessage,
  PinAnswer,
  PinnedMessage,
  PinRequest,
  ReactionAnswer,
  ReactionRequest,
  RoomChanges,
  RoomSnapshot,
  StoredMessage,
  Visibility,
} from './entities.js'
import type { Readable } from './readable.js'

/** Which stretch of history to read: at most `limit` messages next to one place. */
export type PageRequest =
  | { readonly beforeSeq: number; readonly limit: number }
  | { readonly afterSeq: number; readonly limit: number }
  | { readonly aroundId: string; readonly limit: number }

/** How far the reader has come; the server keeps the greatest it was told. */
export interface CursorUpdate {
  readonly readSeq?: number
  readonly deliveredSeq?: number
}

/** The database as chat sees it. Every function rejects with a {@link ChatError}. */
export interface Backend {
  readonly snapshot: (roomId: string, limit: number) => Promise<RoomSnapshot>
  readonly page: (roomId: string, request: PageRequest) => Promise<MessagesPage>
  readonly changes: (roomId: string, afterRev: number, limit: number) => Promise<RoomChanges>
  /** Stores a message; a repeat with the same id answers the stored row. */
  readonly send: (message: NewMessage) => Promise<StoredMessage>
  /** Changes the text of a message of ours; a repeat changes nothing. */
  readonly edit: (edit: MessageEdit) => Promise<StoredMessage>
  /** Empties a message of ours, or anybody's as a moderator; a repeat changes nothing. */
  readonly delete: (roomId: string, id: string) => Promise<StoredMessage>
  /** Adds a reaction of ours to a message; a repeat changes nothing. */
  readonly react: (reaction: ReactionRequest) => Promise<ReactionAnswer>
  /** Removes a reaction of ours; a repeat changes nothing. */
  readonly unreact: (reaction: ReactionRequest) => Promise<ReactionAnswer>
  /** Pins a message as a moderator or an owner; a repeat changes nothing. */
  readonly pin: (pin: PinRequest) => Promise<PinAnswer>
  /** Takes a pin back, whoever's it is; a repeat changes nothing. */
  readonly unpin: (pin: PinRequest) => Promise<PinAnswer>
  /** Returns what is pinned in a room; what was pinned last comes first. */
  readonly pinned: (roomId: string) => Promise<readonly PinnedMessage[]>
  /** @param signal ends a search that nobody waits for any more */
  readonly search: (query: MessageQuery, signal?: AbortSignal) => Promise<FoundMessages>
  readonly setCursor: (roomId: string, update: CursorUpdate) => Promise<Cursor>
  /** Enters a public room, or one that we are invited to. */
  readonly join: (roomId: string) => Promise<void>
  /** Returns our invitation to a room, if there is one. */
  readonly invitation: (roomId: string) => Promise<Invitation | undefined>
  /** Removes our invitation to a room. */
  readonly decline: (roomId: string) => Promise<void>
}

/** Whether the link to the realtime service carries events. */
export type LinkState = 'connecting' | 'connected' | 'down'

/** Where a room's events are published. */
export interface RoomAddress {
  readonly roomId: string
  readonly visibility: Visibility
}

/** What a joined room reports. */
export interface RoomListener {
  /** The room's events arrive from now on; earlier ones may be missing. Called on every rejoin. */
  readonly subscribed: () => void
  /** The room's events cannot be had; they may be later if the error is retryable. */
  readonly refused: (error: ChatError) => void
  /** An event was published. `data` is whatever came over the wire. */
  readonly event: (name: string, data: unknown) => void
  /** These users, and nobody else, are present. */
  readonly present: (userIds: readonly string[]) => void
  readonly arrived: (userId: string) => void
  readonly departed: (userId: string) => void
  /** A present user, other than ourselves, began, goes on or stopped to type. */
  readonly typing: (userId: string, active: boolean) => void
}

/** A joined room. */
export interface RoomChannel {
  /**
   * Whether we are among the present, who see each other come, go and type, and how far each has
   * read. At first we are not: only a participant may be.
   */
  readonly setPresent: (present: boolean) => void
  /** Tells the others present that we type or have stopped; lost when not connected. */
  readonly sendTyping: (active: boolean) => void
  /** Leaves; the listener is not called again. */
  readonly leave: () => void
}

/** The realtime service as chat sees it. */
export interface Realtime {
  readonly link: Readable<LinkState>
  readonly join: (address: RoomAddress, listener: RoomListener) => RoomChannel
  /**
   * Calls `listener` with the id of each room that we are added to, until the returned function is
   * called. Absent where the service does not tell.
   */
  readonly added?: (listener: (roomId: string) => void) => () => void
}
