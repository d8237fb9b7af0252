import type { ChatError } from '../chat-error.js'
import type {
  Cursor,
  Invitation,
  MessagesPage,
  Participant,
  RoomChanges,
  RoomSnapshot,
  StoredMessage,
} from '../entities.js'
import { defaults } from '../defaults.js'
import { withCursors, withoutOldest, withoutStretch } from '../log/content.js'
import { takeAnswer, takeEvent, takeHead, takeReply, type LogState } from '../log/log-state.js'
import { findMessage, findSent, sentAs } from '../log/messages.js'
import { takePage, takeQuote } from '../log/page.js'
import { isSameEpoch, takeSnapshot } from '../log/snapshot.js'
import type { Edge } from '../log/stretch.js'
import type { Mutation } from '../mutations/mutation.js'
import {
  accomplish,
  ask,
  confirm,
  discard,
  fail,
  restore,
  retry,
  setOnline,
  settle,
  withoutDone,
  type PendingMutations,
} from '../mutations/pending-mutations.js'
import type { ConnectionState } from '../room-view.js'
import type { PageRequest } from '../transport.js'
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
  | { readonly kind: 'page'; readonly page: MessagesPage; readonly request: PageRequest }
  | {
      readonly kind: 'quoted'
      readonly id: string
      readonly message: StoredMessage | undefined
    }
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'latest' }
  | { readonly kind: 'reply'; readonly message: StoredMessage }
  | { readonly kind: 'confirmed'; readonly id: string; readonly message: StoredMessage }
  | { readonly kind: 'accomplished'; readonly id: string; readonly rev: number }
  | { readonly kind: 'reload' }
  | {
      readonly kind: 'failed'
      readonly error: ChatError
      readonly invitation?: Invitation | undefined
    }
  | { readonly kind: 'declined' }
  | {
      readonly kind: 'asked'
      readonly mutation: Mutation
      readonly at: number
      readonly online: boolean
    }
  | { readonly kind: 'restored'; readonly mutations: PendingMutations }
  | { readonly kind: 'device-online'; readonly online: boolean }
  | { readonly kind: 'mutation-failed'; readonly id: string; readonly error: ChatError }
  | {
      readonly kind: 'retried'
      readonly subject: string
      readonly at: number
      readonly online: boolean
    }
  | { readonly kind: 'discarded'; readonly subject: string }
  | { readonly kind: 'read'; readonly seq: number }
  | { readonly kind: 'cleared-divider' }
  | { readonly kind: 'blurred' }
  | { readonly kind: 'watched' }
  | { readonly kind: 'trimmed' }
  | { readonly kind: 'online'; readonly online: ReadonlySet<string> }
  | { readonly kind: 'typing'; readonly typing: readonly string[] }
  | { readonly kind: 'connection'; readonly connection: ConnectionState }
  | { readonly kind: 'loading'; readonly edge: Edge; readonly loading: boolean }
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
      return withLog(state, takePage(log, action.page, action.request))
    case 'quoted':
      return withLog(state, takeQuote(log, action.id, action.message))
    case 'found':
      return found(state, action.id)
    case 'latest':
      return showingLatest(state)
    case 'reply':
      return replied(state, action.message)
    case 'confirmed': {
      const next = replied(state, action.message)
      return withMutations(next, confirm(next.mutations, action.id))
    }
    case 'accomplished':
      return settled(withMutations(state, accomplish(state.mutations, action.id, action.rev)))
    case 'reload':
      return { ...withoutFailure(state), log: { ...log, stale: true } }
    case 'failed':
      return { ...state, failure: action.error, invitation: action.invitation }
    case 'declined':
      return { ...state, invitation: undefined }
    case 'asked':
      return asked(state, action.mutation, action.at, action.online)
    case 'restored':
      return settled(withMutations(state, restore(state.mutations, action.mutations)))
    case 'device-online':
      return withMutations(state, setOnline(state.mutations, action.online))
    case 'mutation-failed':
      return withMutations(state, fail(state.mutations, action.id, action.error))
    case 'retried':
      return withMutations(state, retry(state.mutations, action.subject, action.at, action.online))
    case 'discarded':
      return withMutations(state, discard(state.mutations, action.subject))
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
    case 'loading':
      return { ...state, loading: withEdge(state.loading, action.edge, action.loading) }
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
  return settled({
    ...state,
    log,
    readSeq: Math.max(state.readSeq, readPosition(log.content, state.me.id)),
  })
}

/** Lets go of what the log shows. */
function settled(state: RoomStoreState): RoomStoreState {
  const { content, rev } = state.log
  const stored = (subject: string) =>
    findSent(content.messages, subject) ?? findSent(content.stretch?.messages ?? [], subject)
  return withMutations(state, settle(state.mutations, stored, rev))
}

function withMutations(state: RoomStoreState, mutations: PendingMutations): RoomStoreState {
  return mutations === state.mutations ? state : { ...state, mutations }
}

/** Whoever writes has seen what came before, and looks at what they write. */
function asked(
  state: RoomStoreState,
  mutation: Mutation,
  at: number,
  online: boolean,
): RoomStoreState {
  const next = withMutations(state, ask(state.mutations, mutation, at, online))
  return mutation.kind === 'send' ? showingLatest({ ...next, divider: { kind: 'none' } }) : next
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
  // Positions and numbers from another epoch mean nothing in this one.
  const before = anew
    ? { ...withoutFailure(state), readSeq: 0, mutations: withoutDone(state.mutations) }
    : withoutFailure(state)
  return withDivider(withLog(before, takeSnapshot(state.log, snapshot)), openDivider)
}

/** The server has stored a message, ours or another's, whether or not it is in the window. */
function replied(state: RoomStoreState, message: StoredMessage): RoomStoreState {
  const next = withLog(state, takeReply(state.log, message))
  return withoutTypist(
    withMutations(next, confirm(next.mutations, sentAs(message))),
    message.userId,
  )
}

/** Shows the newest messages. */
function showingLatest(state: RoomStoreState): RoomStoreState {
  const { log, focus } = state
  const next = focus === undefined ? state : { ...state, focus: undefined }
  return withLog(next, withContent(log, withoutStretch(log.content)))
}

/** Looks at a message that is loaded, in the window if it is there. */
function found(state: RoomStoreState, id: string): RoomStoreState {
  const { content } = state.log
  const isNew = findMessage(content.messages, id) !== undefined
  const next = isNew ? showingLatest(state) : state
  return { ...next, focus: { id, turn: (state.focus?.turn ?? 0) + 1 } }
}

function withEdge(edges: ReadonlySet<Edge>, edge: Edge, isIn: boolean): ReadonlySet<Edge> {
  const others = [...edges].filter((other) => other !== edge)
  return new Set(isIn ? [...others, edge] : others)
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
