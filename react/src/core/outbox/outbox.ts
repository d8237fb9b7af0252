import { ChatError, errorCodes, toChatError } from '../chat-error.js'
import type { Clock } from '../clock.js'
import { defaults } from '../defaults.js'
import { roomEpochOf } from '../log/log-state.js'
import type { Effect } from '../room/effects.js'
import type { RoomContext } from '../room/room-context.js'
import { withDeadline } from '../time/deadline.js'
import { createTimer } from '../time/timer.js'
import { areOpen, nextMutation, type PendingMutation } from '../mutations/pending-mutations.js'
import { perform } from './perform.js'
import { mutationAnswers, type Persistence } from './persistence.js'

/** What failed, as errors say it. */
const attempts = {
  send: 'send the message',
  edit: 'edit the message',
  delete: 'delete the message',
  react: 'react to the message',
  unreact: 'take the reaction back',
  pin: 'pin the message',
  unpin: 'take the pin back',
} as const

/** Sends what the reader asked for one at a time, in the order they asked, until there is nothing. */
export function createOutbox(
  context: RoomContext,
  { whenKept }: Pick<Persistence, 'whenKept'>,
  isSealed: (userId: string) => boolean,
): Effect {
  const { clock, environment, dispatch, state } = context
  const wait = createTimer(clock)
  /** The mutation whose turn it is, with the failed tries so far. */
  let turn: { readonly id: string; failures: number } | undefined
  let stopWatching: (() => void) | undefined

  const watchDevice = () => {
    const needed = areOpen(state().mutations)
    if (needed && stopWatching === undefined) {
      stopWatching = environment.online.subscribe(() => {
        dispatch({ kind: 'device-online', online: environment.online.get() })
      })
    } else if (!needed) {
      stopWatching?.()
      stopWatching = undefined
    }
  }

  const isSending = (id: string) =>
    state().mutations.some(
      (pending) => pending.mutation.id === id && pending.state.kind === 'sending',
    )

  const run = () => {
    watchDevice()
    if (turn !== undefined && !isSending(turn.id)) {
      turn = undefined
      wait.clear()
    }
    const next = nextMutation(state().mutations)
    if (turn === undefined && next !== undefined) {
      const own = { id: next.mutation.id, failures: 0 }
      turn = own
      whenKept(own.id, () => {
        if (turn === own) {
          attempt(own, next)
        }
      })
    }
  }

  const attempt = (own: NonNullable<typeof turn>, pending: PendingMutation) => {
    const attempted = attempts[pending.mutation.kind]
    if (isSealed(state().me.id)) {
      dispatch({ kind: 'mutation-failed', id: own.id, error: sealedError(attempted) })
      return
    }
    if (clock.now() - pending.askedAt > defaults.sendStaleAfter) {
      dispatch({ kind: 'mutation-failed', id: own.id, error: staleError(attempted) })
      return
    }
    const asked = roomEpochOf(state().log)
    const sending = perform(context, pending)
    // A reply that comes after the deadline is as good as one before it.
    sending.then(
      (accomplished) => {
        if (roomEpochOf(state().log) === asked) {
          dispatch({ ...accomplished, id: own.id })
        } else if (turn === own) {
          // The database that has done it may be gone. Done twice, it is done once.
          wait.clear()
          repeat(own, pending)
        }
      },
      () => undefined,
    )
    withDeadline(clock, defaults.sendTimeout, attempted, sending).catch((thrown: unknown) => {
      if (turn === own) {
        recover(own, pending, toChatError(attempted, thrown))
      }
    })
  }

  const repeat = (own: NonNullable<typeof turn>, pending: PendingMutation) => {
    attempt(own, { ...pending, isRepeat: true })
  }

  const recover = (own: NonNullable<typeof turn>, pending: PendingMutation, error: ChatError) => {
    const isHopeful = error.retryable && error.code !== errorCodes.conflict
    const delay = isHopeful ? defaults.sendRetries[own.failures] : undefined
    if (delay === undefined) {
      dispatch({ kind: 'mutation-failed', id: own.id, error })
      return
    }
    own.failures += 1
    wait.set(retryDelay(clock, delay, error), () => {
      repeat(own, pending)
    })
  }

  return {
    answers: mutationAnswers,
    run,
  }
}

function retryDelay(clock: Clock, delay: number, { retryAfterMs = 0 }: ChatError): number {
  return Math.max(retryAfterMs, delay * (0.5 + clock.random()))
}

function staleError(attempted: string): ChatError {
  return new ChatError(attempted, 'it has waited for too long to be sent unasked', {
    code: errorCodes.stale,
    retryable: true,
  })
}

function sealedError(attempted: string): ChatError {
  return new ChatError(attempted, 'this person is no longer signed in here', {
    code: 401,
    retryable: false,
  })
}
