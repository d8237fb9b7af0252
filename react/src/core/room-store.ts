import type {
  FoundMessages,
  Message,
  MessageQuery,
  Participant,
  Person,
  RoomSnapshot,
} from './entities.js'
import type { Cell, Readable } from './readable.js'
import type { Receipt, RoomView } from './room-view.js'

/** What the screen tells the store about the reader's eyes. */
export interface ViewportState {
  /** The page is visible. */
  readonly visible: boolean
  /** The window has the focus. */
  readonly focused: boolean
  /** The end of the conversation is in view. */
  readonly atEnd: boolean
  /** Place of the newest message at least half of which is in view. */
  readonly lastVisibleSeq?: number | undefined
}

/** One room as one user sees it. Functions may be passed on unbound. */
export interface RoomStore extends Readable<RoomView> {
  /**
   * Keeps the room connected until the returned function is called; one second after the last
   * holder let go it disconnects. Calling the returned function again does nothing.
   */
  readonly retain: () => () => void
  /** Shows the message at once, sends it in turn and returns its id. */
  readonly send: (content: string, options?: { readonly replyTo?: string }) => string
  /**
   * Shows a message with another text at once and asks the server in turn; does nothing for one that
   * is not loaded or is deleted. `id` is its id or the key of its row.
   */
  readonly edit: (id: string, content: string) => void
  /** Shows a message as deleted at once and asks the server in turn; `id` as for {@link edit}. */
  readonly delete: (id: string) => void
  /**
   * Shows a reaction of ours at once and asks the server in turn; does nothing where it is shown
   * already, or for a message that is not loaded or is deleted. `id` as for {@link edit}.
   *
   * @param emoji the very text that the others' reactions are counted by: one emoji
   */
  readonly react: (id: string, emoji: string) => void
  /** Takes a reaction of ours back, as {@link react} adds it. */
  readonly unreact: (id: string, emoji: string) => void
  /** Adds a reaction of ours, or takes it back if it is shown. */
  readonly toggleReaction: (id: string, emoji: string) => void
  /**
   * Shows a message as pinned at once and asks the server in turn; does nothing where it is shown so
   * already. `id` as for {@link edit}.
   */
  readonly pin: (id: string) => void
  /** Takes a message's pin back, as {@link pin} puts it there. */
  readonly unpin: (id: string) => void
  /** Tries again what has failed for a message and may be retried: to send or change it, to react or to pin. */
  readonly retry: (id: string) => void
  /** Gives up what is queued or has failed for a message: to send it, which removes it, to change it, to react or to pin. */
  readonly discard: (id: string) => void
  /** Loads the page before the oldest message shown; rejects with a `ChatError`. */
  readonly loadOlder: () => Promise<void>
  /** Loads the page after the newest message shown, where newer ones are not; rejects with a `ChatError`. */
  readonly loadNewer: () => Promise<void>
  /**
   * Shows a message of the room with those before and after it, wherever in the history it stands, as the
   * `focus` of the view. New messages do not appear there; `loadNewer` leads back to them, and so do
   * `latest` and `send`. Resolves once the message is shown, or another was asked for; waits while the room
   * is not loaded.
   *
   * @param id of the stored message
   * @throws ChatError with the code 404 where the room has no such message
   */
  readonly around: (id: string) => Promise<void>
  /** Shows the newest messages again, after `around`. */
  readonly latest: () => void
  /** Reports that the reader typed something, or has emptied the text. Call on every change. */
  readonly typing: (active: boolean) => void
  /** Reports what is in view; the store decides what counts as read. Call on every change. */
  readonly seen: (viewport: ViewportState) => void
  /** Counts everything loaded as read and removes the unread line: Escape, "mark as read". */
  readonly markRead: () => void
  /** Adds or renames people for whom the server has not spoken yet. */
  readonly addParticipants: (participants: readonly Participant[]) => void
  /** How far each other member has come with a message; empty when there is no such message. */
  readonly receipts: (id: string) => readonly Receipt[]
  /** Enters a public room, or one we are invited to; rejects with a `ChatError`. */
  readonly join: () => Promise<void>
  /** Declines our invitation to the room; rejects with a `ChatError`. */
  readonly decline: () => Promise<void>
  /** Loads again from the start, after a failure. Unsent messages stay. */
  readonly reload: () => void
}

/** What is known of a room before the server was asked. */
export interface RoomSeed {
  readonly currentUser: Person
  readonly participants?: readonly Participant[] | undefined
  /** People with names to show until the server tells others: authors, the user by an address. */
  readonly people?: readonly Person[] | undefined
  /** Rows of `messages`, or a whole snapshot made on a server. */
  readonly initial?: readonly Message[] | RoomSnapshot | undefined
}

/** The rooms of one app: one store per room and user while it is in use. */
export interface ChatClient {
  /**
   * Returns the room's store if it is in use; otherwise makes one from the seed, which connects to
   * nothing and is given to nobody else until somebody retains it.
   */
  readonly room: (roomId: string, seed: RoomSeed) => RoomStore
  /**
   * Returns the store of a room and user that somebody holds, or that still has messages to send.
   * Of two stores made at the same time it is the one that was retained first: retain this one.
   */
  readonly inUse: (roomId: string, userId: string) => RoomStore | undefined
  /**
   * Finds messages of one room, or of all that we are in.
   *
   * @param signal ends a search that nobody waits for any more
   * @throws ChatError with the code 400 and the hint `query_needed`, where there is no word to look for
   */
  readonly search: (query: MessageQuery, signal?: AbortSignal) => Promise<FoundMessages>
  /** Calls `listener` whenever a store came into use or is no longer, until the result is called. */
  readonly subscribe: (listener: () => void) => () => void
  /** The text that a person has begun in a room, kept on the device until it is sent. */
  readonly draft: (roomId: string, userId: string) => Cell<string>
  /**
   * Removes from the device what it keeps of a person, who signs out: call it before somebody else signs
   * in, so that they find nothing. This client keeps and sends nothing of that person any more.
   */
  readonly forget: (userId: string) => Promise<void>
  /**
   * Keeps and sends nothing any more: another client may take over what waits on the device. Nothing else
   * ends; a page that ends needs no call.
   */
  readonly close: () => void
}
