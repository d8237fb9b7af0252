import type { ChatError } from '../chat-error.js'
import type { StoredMessage } from '../entities.js'
import { subjectOf, type Mutation } from './mutation.js'

/** Where a mutation stands that the server has not confirmed. */
export type MutationState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly error: ChatError }

/** A mutation that the server has not confirmed. */
export interface PendingMutation {
  readonly mutation: Mutation
  readonly state: MutationState
  /** Milliseconds since 1970 when the reader asked for it, or asked again. */
  readonly askedAt: number
}

/** Unconfirmed mutations in the order they were asked for. */
export type PendingMutations = readonly PendingMutation[]

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

/** Adds a mutation. It replaces earlier changes of the same message that are not under way. */
export function ask(
  mutations: PendingMutations,
  mutation: Mutation,
  at: number,
  online: boolean,
): PendingMutations {
  const kept = mutations.filter(
    (earlier) =>
      subjectOf(earlier.mutation) !== subjectOf(mutation) ||
      earlier.mutation.kind === 'send' ||
      earlier.state.kind === 'sending',
  )
  return [...kept, { mutation, state: online ? sending : queued, askedAt: at }]
}

/** Lets what was queued be sent, or queues what was being sent. */
export function setOnline(mutations: PendingMutations, online: boolean): PendingMutations {
  const [from, to] = online ? [queued, sending] : [sending, queued]
  return mapped(mutations, (pending) =>
    pending.state.kind === from.kind ? { ...pending, state: to } : pending,
  )
}

/** Notes that a mutation was given up. */
export function fail(mutations: PendingMutations, id: string, error: ChatError): PendingMutations {
  return mapped(mutations, (pending) =>
    pending.mutation.id === id && pending.state.kind !== 'failed'
      ? { ...pending, state: { kind: 'failed', error } }
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
      ? { ...pending, state: online ? sending : queued, askedAt: at }
      : pending,
  )
}

/** Removes what is asked for a message and not under way; with its sending, everything else. */
export function discard(mutations: PendingMutations, subject: string): PendingMutations {
  const isIdle = ({ mutation, state }: PendingMutation) =>
    subjectOf(mutation) === subject && state.kind !== 'sending'
  const unsent = mutations.some((pending) => isIdle(pending) && pending.mutation.kind === 'send')
  return filtered(mutations, (pending) =>
    unsent ? subjectOf(pending.mutation) !== subject : !isIdle(pending),
  )
}

/** Removes the mutation that the server has confirmed. */
export function confirm(mutations: PendingMutations, id: string): PendingMutations {
  return filtered(mutations, ({ mutation }) => mutation.id !== id)
}

/** Removes what the log has done already: messages it holds, and changes of messages that are deleted. */
export function settle(
  mutations: PendingMutations,
  stored: (subject: string) => StoredMessage | undefined,
): PendingMutations {
  return filtered(mutations, ({ mutation }) => {
    const message = stored(subjectOf(mutation))
    return mutation.kind === 'send' ? message === undefined : message?.deletedAt === undefined
  })
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
