import { ChatError, errorCodes, toChatError } from '../chat-error.js'
import type { Clock } from '../clock.js'
import { defaults } from '../defaults.js'
import { roomEpochOf } from '../log/log-state.js'
import type { Effect } from '../room/effects.js'
import type { RoomContext } from '../room/room-context.js'
import { withDeadline } from '../time/deadline.js'
import { createTimer } from '../time/timer.js'
import { toRequest, type PendingMessage } from '../room/pending-messages.js'

const attempted = 'send the message'

/** Sends pending messages one at a time, in the order they were written, until there are none. */
export function createOutbox(context: RoomContext): Effect {
  const { clock, environment, dispatch, state, backend } = context
  const wait = createTimer(clock)
  /** The message whose turn it is, with the failed tries so far. */
  let turn: { readonly id: string; failures: number } | undefined
  let stopWatching: (() => void) | undefined

  const watchDevice = () => {
    const needed = state().pendingMessages.length > 0
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
    state().pendingMessages.some(
      (pending) => pending.message.id === id && pending.state.kind === 'sending',
    )

  const run = () => {
    watchDevice()
    if (turn !== undefined && !isSending(turn.id)) {
      turn = undefined
      wait.clear()
    }
    const next = state().pendingMessages.find((pending) => pending.state.kind === 'sending')
    if (turn === undefined && next !== undefined) {
      turn = { id: next.message.id, failures: 0 }
      attempt(turn, next)
    }
  }

  const attempt = (own: NonNullable<typeof turn>, pending: PendingMessage) => {
    if (clock.now() - pending.askedAt > defaults.sendStaleAfter) {
      dispatch({ kind: 'send-failed', id: own.id, error: staleError() })
      return
    }
    const asked = roomEpochOf(state().log)
    const sending = backend.send(toRequest(pending.message))
    // A reply that comes after the deadline is as good as one before it.
    sending.then(
      (message) => {
        if (roomEpochOf(state().log) === asked) {
          dispatch({ kind: 'reply', message })
        } else if (turn === own) {
          // The database that has stored it may be gone. Sent twice, it is stored once.
          wait.clear()
          attempt(own, pending)
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

  const recover = (own: NonNullable<typeof turn>, pending: PendingMessage, error: ChatError) => {
    const delay = error.retryable ? defaults.sendRetries[own.failures] : undefined
    if (delay === undefined) {
      dispatch({ kind: 'send-failed', id: own.id, error })
      return
    }
    own.failures += 1
    wait.set(retryDelay(clock, delay, error), () => {
      attempt(own, pending)
    })
  }

  return {
    answers: [
      'composed',
      'device-online',
      'send-failed',
      'retried',
      'discarded',
      'event',
      'snapshot',
      'answer',
      'page',
      'reply',
    ],
    run,
  }
}

function retryDelay(clock: Clock, delay: number, { retryAfterMs = 0 }: ChatError): number {
  return Math.max(retryAfterMs, delay * (0.5 + clock.random()))
}

function staleError(): ChatError {
  return new ChatError(attempted, 'it has waited for too long to be sent unasked', {
    code: errorCodes.stale,
    retryable: true,
  })
}
