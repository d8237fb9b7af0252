import type { ChatError } from '../chat-error.js'
import type { StoredMessage } from '../entities.js'
import { areRivals, subjectOf, type Mutation } from './mutation.js'

/** Where a mutation stands that the log does not show. */
export type MutationState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly error: ChatError }
  /** Over as soon as the log has reached `rev`. */
  | { readonly kind: 'done'; readonly rev: number }

/** A mutation that the log does not show. */
export interface PendingMutation {
  readonly mutation: Mutation
  readonly state: MutationState
  /** Milliseconds since 1970 when the reader asked for it, or asked again. */
  readonly askedAt: number
  /** Whether the server may have done it already: its answer was lost, or its tab. */
  readonly isRepeat?: true
}

/** Such mutations in the order they were asked for. */
export type PendingMutations = readonly PendingMutation[]

/** Whether there is something that the server has not confirmed. */
export function areOpen(mutations: PendingMutations): boolean {
  return mutations.some(({ state }) => state.kind !== 'done')
}

const queued: MutationState = { kind: 'queued' }
const sending: MutationState = { kind: 'sending' }

/** Returns `mutations` with those entries replaced for which `change` returns something else. */
function mapped(
  mutations: PendingMutations,
  change: (pending: PendingMutation) => PendingMutation,
): PendingMutations {
  const next = mutations.map(change)
  return next.every((pending, at) => pending === mutations[at]) ? mutations : next
}

/** Returns `mutations` without those that `isKept` refuses. */
function filtered(
  mutations: PendingMutations,
  isKept: (pending: PendingMutation) => boolean,
): PendingMutations {
  const kept = mutations.filter(isKept)
  return kept.length === mutations.length ? mutations : kept
}

/**
 * Adds a mutation. It replaces earlier ones that decide the same and are not under way; an edit then
 * stands on what the one before it stood on, which the server never heard of.
 */
export function ask(
  mutations: PendingMutations,
  mutation: Mutation,
  at: number,
  online: boolean,
): PendingMutations {
  const kept = mutations.filter(
    (earlier) =>
      !areRivals(earlier.mutation, mutation) ||
      earlier.mutation.kind === 'send' ||
      !isIdle(earlier),
  )
  const unheard = mutations.find(
    (earlier) =>
      earlier.mutation.kind === 'edit' &&
      earlier.state.kind === 'queued' &&
      areRivals(earlier.mutation, mutation),
  )
  const next = unheard === undefined ? mutation : { ...mutation, message: unheard.mutation.message }
  return [...kept, { mutation: next, state: online ? sending : queued, askedAt: at }]
}

/** Puts what another tab left before the others, unless it is known. */
export function restore(mutations: PendingMutations, left: PendingMutations): PendingMutations {
  const known = new Set(mutations.map(({ mutation }) => mutation.id))
  const unknown = left.filter(({ mutation }) => !known.has(mutation.id))
  return unknown.length === 0 ? mutations : [...unknown, ...mutations]
}

function isIdle({ state }: PendingMutation): boolean {
  return state.kind === 'queued' || state.kind === 'failed'
}

/** Lets what was queued be sent, or queues what was being sent. */
export function setOnline(mutations: PendingMutations, online: boolean): PendingMutations {
  return mapped(mutations, (pending) => {
    if (online) {
      return pending.state.kind === 'queued' ? { ...pending, state: sending } : pending
    }
    return pending.state.kind === 'sending'
      ? { ...pending, state: queued, isRepeat: true }
      : pending
  })
}

/** Notes that a mutation was given up. */
export function fail(mutations: PendingMutations, id: string, error: ChatError): PendingMutations {
  return mapped(mutations, (pending) =>
    pending.mutation.id === id && !isOver(pending)
      ? { ...pending, state: { kind: 'failed', error } }
      : pending,
  )
}

function isOver({ state }: PendingMutation): boolean {
  return state.kind === 'failed' || state.kind === 'done'
}

/** Notes that the server has done a mutation, which the log shows from the change `rev` on. */
export function accomplish(mutations: PendingMutations, id: string, rev: number): PendingMutations {
  return mapped(mutations, (pending) =>
    pending.mutation.id === id && pending.state.kind !== 'done'
      ? { ...pending, state: { kind: 'done', rev } }
      : pending,
  )
}

/** Tries again what has failed for a message, unless that is hopeless. */
export function retry(
  mutations: PendingMutations,
  subject: string,
  at: number,
  online: boolean,
): PendingMutations {
  return mapped(mutations, (pending) =>
    subjectOf(pending.mutation) === subject &&
    pending.state.kind === 'failed' &&
    pending.state.error.retryable
      ? { mutation: pending.mutation, state: online ? sending : queued, askedAt: at }
      : pending,
  )
}

/** Removes what is asked for a message and not under way; with its sending, everything else. */
export function discard(mutations: PendingMutations, subject: string): PendingMutations {
  const isOf = ({ mutation }: PendingMutation) => subjectOf(mutation) === subject
  const unsent = mutations.some(
    (pending) => isOf(pending) && isIdle(pending) && pending.mutation.kind === 'send',
  )
  return filtered(mutations, (pending) => !isOf(pending) || !(unsent || isIdle(pending)))
}

/** Removes the mutation that the server has confirmed. */
export function confirm(mutations: PendingMutations, id: string): PendingMutations {
  return filtered(mutations, ({ mutation }) => mutation.id !== id)
}

/**
 * Removes what the log, which reaches up to `rev`, shows already: messages it holds, changes of messages
 * that are deleted, and what the server has done.
 */
export function settle(
  mutations: PendingMutations,
  stored: (subject: string) => StoredMessage | undefined,
  rev: number,
): PendingMutations {
  return filtered(mutations, ({ mutation, state }) => {
    if (state.kind === 'done' && state.rev <= rev) {
      return false
    }
    const message = stored(subjectOf(mutation))
    return mutation.kind === 'send' ? message === undefined : message?.deletedAt === undefined
  })
}

/** Removes what the server has done: its log begins anew and may no longer have it. */
export function withoutDone(mutations: PendingMutations): PendingMutations {
  return filtered(mutations, ({ state }) => state.kind !== 'done')
}

/** Returns the mutation whose turn it is: the first that may be sent and waits for no sending. */
export function nextMutation(mutations: PendingMutations): PendingMutation | undefined {
  return mutations.find(
    ({ mutation, state }) =>
      state.kind === 'sending' &&
      (mutation.kind === 'send' || !isUnsent(mutations, subjectOf(mutation))),
  )
}

function isUnsent(mutations: PendingMutations, subject: string): boolean {
  return mutations.some(({ mutation }) => mutation.kind === 'send' && mutation.id === subject)
}
