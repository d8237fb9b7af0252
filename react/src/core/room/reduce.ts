import type { ChatError } from '../chat-error.js'
import type {
  Cursor,
  Invitation,
  Message,
  MessagesPage,
  Participant,
  RoomChanges,
  RoomSnapshot,
  StoredMessage,
} from '../entities.js'
import { defaults } from '../defaults.js'
import { withCursors, withoutOldest } from '../log/content.js'
import { takeAnswer, takeEvent, takeHead, takeReply, type LogState } from '../log/log-state.js'
import { sentAs } from '../log/messages.js'
import { takeOlderPage } from '../log/page.js'
import { isSameEpoch, takeSnapshot } from '../log/snapshot.js'
import {
  compose,
  discard,
  fail,
  retry,
  setOnline,
  settle,
  type PendingMessages,
} from './pending-messages.js'
import type { ConnectionState } from '../room-view.js'
import { readTypingEnd, type Head, type LogEvent } from '../wire/log-event.js'
import { blurDivider, openDivider, watchDivider, type Divider } from './divider.js'
import { readPosition } from './read-position.js'
import type { RoomStoreState } from './room-store-state.js'

/** Everything that can happen to a room. */
export type RoomAction =
  | { readonly kind: 'event'; readonly event: LogEvent }
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'cursors'; readonly cursors: readonly Cursor[] }
  | { readonly kind: 'snapshot'; readonly snapshot: RoomSnapshot }
  | { readonly kind: 'answer'; readonly answer: RoomChanges }
  | { readonly kind: 'page'; readonly page: MessagesPage; readonly beforeSeq: number }
  | { readonly kind: 'reply'; readonly message: StoredMessage }
  | { readonly kind: 'reload' }
  | {
      readonly kind: 'failed'
      readonly error: ChatError
      readonly invitation?: Invitation | undefined
    }
  | { readonly kind: 'declined' }
  | {
      readonly kind: 'composed'
      readonly message: Message
      readonly at: number
      readonly online: boolean
    }
  | { readonly kind: 'device-online'; readonly online: boolean }
  | { readonly kind: 'send-failed'; readonly id: string; readonly error: ChatError }
  | { readonly kind: 'retried'; readonly id: string; readonly at: number; readonly online: boolean }
  | { readonly kind: 'discarded'; readonly id: string }
  | { readonly kind: 'read'; readonly seq: number }
  | { readonly kind: 'cleared-divider' }
  | { readonly kind: 'blurred' }
  | { readonly kind: 'watched' }
  | { readonly kind: 'trimmed' }
  | { readonly kind: 'online'; readonly online: ReadonlySet<string> }
  | { readonly kind: 'typing'; readonly typing: readonly string[] }
  | { readonly kind: 'connection'; readonly connection: ConnectionState }
  | { readonly kind: 'loading-older'; readonly loading: boolean }
  | { readonly kind: 'muted'; readonly muted: boolean }
  | { readonly kind: 'named'; readonly participants: readonly Participant[] }

/** Returns the state after `action`: the same one if it changes nothing. Pure. */
export function reduce(state: RoomStoreState, action: RoomAction): RoomStoreState {
  const { log } = state
  switch (action.kind) {
    case 'event':
      return withoutTypist(
        withLog(state, takeEvent(log, action.event)),
        readTypingEnd(action.event),
      )
    case 'head':
      return withLog(state, takeHead(log, action.head))
    case 'cursors':
      return withLog(state, withContent(log, withCursors(log.content, action.cursors)))
    case 'snapshot':
      return snapped(state, action.snapshot)
    case 'answer':
      return withLog(withoutFailure(state), takeAnswer(log, action.answer))
    case 'page':
      return withLog(state, takeOlderPage(log, action.page, action.beforeSeq))
    case 'reply':
      return confirmed(state, action.message)
    case 'reload':
      return { ...withoutFailure(state), log: { ...log, stale: true } }
    case 'failed':
      return { ...state, failure: action.error, invitation: action.invitation }
    case 'declined':
      return { ...state, invitation: undefined }
    case 'composed':
      return {
        ...withPending(
          state,
          compose(state.pendingMessages, action.message, action.at, action.online),
        ),
        divider: { kind: 'none' },
      }
    case 'device-online':
      return withPending(state, setOnline(state.pendingMessages, action.online))
    case 'send-failed':
      return withPending(state, fail(state.pendingMessages, action.id, action.error))
    case 'retried':
      return withPending(state, retry(state.pendingMessages, action.id, action.at, action.online))
    case 'discarded':
      return withPending(state, discard(state.pendingMessages, action.id))
    case 'read':
      return action.seq <= state.readSeq ? state : { ...state, readSeq: action.seq }
    case 'cleared-divider':
      return { ...state, divider: { kind: 'none' } }
    case 'blurred':
      return withDivider(state, blurDivider)
    case 'watched':
      return withDivider(state, watchDivider)
    case 'trimmed':
      return trimmed(state)
    case 'online':
      return { ...state, online: action.online }
    case 'typing':
      return { ...state, typing: action.typing }
    case 'connection':
      return state.connection === action.connection
        ? state
        : { ...state, connection: action.connection }
    case 'loading-older':
      return { ...state, loadingOlder: action.loading }
    case 'muted':
      return state.muted === action.muted ? state : { ...state, muted: action.muted }
    case 'named':
      return named(state, action.participants)
    default:
      return action satisfies never
  }
}

/** The server has answered, so whatever it refused before is over. */
function withoutFailure(state: RoomStoreState): RoomStoreState {
  return state.failure === undefined
    ? state
    : { ...state, failure: undefined, invitation: undefined }
}

/** Whoever sent something or left has stopped typing. */
function withoutTypist(state: RoomStoreState, userId: string | undefined): RoomStoreState {
  const typing = state.typing.filter((id) => id !== userId)
  return typing.length === state.typing.length ? state : { ...state, typing }
}

function withContent(log: LogState, content: LogState['content']): LogState {
  return content === log.content ? log : { ...log, content }
}

/** Puts the new log in place and lets go of what it confirms. */
function withLog(state: RoomStoreState, log: LogState): RoomStoreState {
  if (log === state.log) {
    return state
  }
  const { messages } = log.content
  return {
    ...state,
    log,
    pendingMessages: settle(
      state.pendingMessages,
      (id) => messages.findLast((stored) => sentAs(stored) === id) !== undefined,
    ),
    readSeq: Math.max(state.readSeq, readPosition(log.content, state.me.id)),
  }
}

function withPending(state: RoomStoreState, pendingMessages: PendingMessages): RoomStoreState {
  return pendingMessages === state.pendingMessages ? state : { ...state, pendingMessages }
}

function withDivider(
  state: RoomStoreState,
  decide: (
    divider: Divider,
    content: LogState['content'],
    userId: string,
    readSeq: number,
  ) => Divider,
): RoomStoreState {
  const divider = decide(state.divider, state.log.content, state.me.id, state.readSeq)
  return divider === state.divider ? state : { ...state, divider }
}

function snapped(state: RoomStoreState, snapshot: RoomSnapshot): RoomStoreState {
  const anew = !isSameEpoch(state.log, snapshot)
  // Positions from another epoch mean nothing in this one.
  const before = { ...withoutFailure(state), readSeq: anew ? 0 : state.readSeq }
  return withDivider(withLog(before, takeSnapshot(state.log, snapshot)), openDivider)
}

/** The server has stored a message, ours or another's, whether or not it is in the window. */
function confirmed(state: RoomStoreState, message: StoredMessage): RoomStoreState {
  const next = withLog(state, takeReply(state.log, message))
  return withoutTypist(
    withPending(
      next,
      settle(next.pendingMessages, (id) => id === sentAs(message)),
    ),
    message.userId,
  )
}

function trimmed(state: RoomStoreState): RoomStoreState {
  const { content } = state.log
  return content.messages.length <= defaults.keptMessages
    ? state
    : withLog(state, withContent(state.log, withoutOldest(content, defaults.trimmedMessages)))
}

function named(state: RoomStoreState, participants: readonly Participant[]): RoomStoreState {
  const directory = new Map(state.directory)
  for (const participant of participants) {
    directory.set(participant.id, participant)
  }
  return { ...state, directory }
}
