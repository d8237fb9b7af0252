import { readError, toErrorFields, type ChatErrorFields } from '../chat-error.js'
import type { Mutation } from './mutation.js'
import type { PendingMutation } from './pending-mutations.js'

/** A mutation as the device keeps it until it is settled: plain fields, which every storage can copy. */
export interface StoredMutation {
  readonly userId: string
  readonly roomId: string
  /** That of the mutation. */
  readonly id: string
  /** Rises in the order in which the person asked. */
  readonly place: number
  /** The tab that sends it as long as it lives. */
  readonly tab: string
  readonly mutation: Mutation
  /** Milliseconds since 1970 when the person asked for it, or asked again. */
  readonly askedAt: number
  /** Why it has failed; absent while it waits. */
  readonly error?: ChatErrorFields
}

/** Whether what is kept of a mutation still says how it stands; to ask again takes the failure away. */
export function isCurrent({ error }: StoredMutation, { state }: PendingMutation): boolean {
  return (error !== undefined) === (state.kind === 'failed')
}

export function toStored(
  { mutation, askedAt, state }: PendingMutation,
  from: Pick<StoredMutation, 'userId' | 'roomId' | 'place' | 'tab'>,
): StoredMutation {
  const error = state.kind === 'failed' ? { error: toErrorFields(state.error) } : {}
  return { ...from, id: mutation.id, mutation, askedAt, ...error }
}

/** Returns a mutation that another tab left, to be sent anew. */
export function fromStored(
  { mutation, askedAt, error }: StoredMutation,
  online: boolean,
): PendingMutation {
  const state =
    error === undefined
      ? ({ kind: online ? 'sending' : 'queued' } as const)
      : ({ kind: 'failed', error: readError(error) } as const)
  return { mutation, askedAt, state, isRepeat: true }
}
