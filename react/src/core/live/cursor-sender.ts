import { toChatError } from '../chat-error.js'
import { defaults } from '../defaults.js'
import type { RoomContext } from '../room/room-context.js'
import { backoff } from '../time/backoff.js'
import { createTimer } from '../time/timer.js'
import type { CursorUpdate } from '../transport.js'

/** Tells the server how far we have received and read: seldom, and never less than before. */
export interface CursorSender {
  readonly read: (seq: number) => void
  readonly delivered: (seq: number) => void
  /** Tells at once what was not told yet. */
  readonly flush: () => void
  /** Forgets what was told: the places of messages mean something else now. */
  readonly reset: () => void
  readonly stop: () => void
}

export function createCursorSender(context: RoomContext): CursorSender {
  const { clock, state, dispatch, backend, roomId } = context
  const [quiet, late, delivery, retry] = [
    createTimer(clock),
    createTimer(clock),
    createTimer(clock),
    createTimer(clock),
  ]
  const timers = [quiet, late, delivery, retry]
  let wanted = { read: 0, delivered: 0 }
  let told = { read: 0, delivered: 0 }
  let telling: object | undefined
  let failures = 0

  const outstanding = (): CursorUpdate | undefined => {
    const known = state().log.content.cursors.get(state().me.id)
    const read = wanted.read > Math.max(told.read, known?.readSeq ?? 0)
    const delivered = wanted.delivered > Math.max(told.delivered, known?.deliveredSeq ?? 0)
    return read || delivered
      ? {
          ...(read ? { readSeq: wanted.read } : {}),
          ...(delivered ? { deliveredSeq: wanted.delivered } : {}),
        }
      : undefined
  }

  const clear = () => {
    for (const timer of timers) {
      timer.clear()
    }
  }

  const flush = () => {
    const update = outstanding()
    if (update === undefined || telling !== undefined) {
      return
    }
    clear()
    const own = {}
    const before = told
    telling = own
    told = { ...wanted }
    const ended = (next: () => void) => {
      if (telling === own) {
        telling = undefined
        next()
      }
    }
    backend.setCursor(roomId, update).then(
      (cursor) => {
        ended(() => {
          failures = 0
          dispatch({ kind: 'cursors', cursors: [cursor] })
          if (outstanding() !== undefined) {
            quiet.set(defaults.readDebounce, flush)
          }
        })
      },
      (thrown: unknown) => {
        ended(() => {
          const error = toChatError('tell what was read', thrown)
          if (error.retryable) {
            told = before
            retry.set(Math.max(backoff(clock, failures), error.retryAfterMs ?? 0), flush)
            failures += 1
          }
        })
      },
    )
  }

  const mayWait = () => telling === undefined && !retry.isSet()

  return {
    read: (seq) => {
      if (seq <= wanted.read) {
        return
      }
      wanted = { ...wanted, read: seq }
      if (outstanding() !== undefined && mayWait()) {
        quiet.set(defaults.readDebounce, flush)
        if (!late.isSet()) {
          late.set(defaults.readMaxWait, flush)
        }
      }
    },
    delivered: (seq) => {
      if (seq <= wanted.delivered) {
        return
      }
      wanted = { ...wanted, delivered: seq }
      if (outstanding() !== undefined && mayWait() && !delivery.isSet()) {
        delivery.set(defaults.deliveredDelay, flush)
      }
    },
    flush,
    reset: () => {
      clear()
      telling = undefined
      wanted = { read: 0, delivered: 0 }
      told = wanted
    },
    stop: () => {
      flush()
      clear()
    },
  }
}
