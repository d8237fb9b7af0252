import type { Clock } from '../core/clock.js'
import { backoff } from '../core/time/backoff.js'
import { createTimer } from '../core/time/timer.js'
import { isFields } from '../core/wire/values.js'
import type { PusherLike } from './pusher-like.js'

/** The server ended the connection; without a right that was lost it may be opened again. */
const unauthorized = 4009

/** A connection that lasted so long, in milliseconds, makes up for failures before. */
const lasting = 60_000

/** Connects again after the server ended the connection, which pusher-js does not. */
export interface Reconnect {
  /** Watches from now on; once is enough. */
  readonly start: () => void
}

/** @param isWanted whether anybody would miss the connection */
export function createReconnect(
  pusher: PusherLike,
  clock: Clock,
  isWanted: () => boolean,
): Reconnect {
  const { connection } = pusher
  const again = createTimer(clock)
  const steady = createTimer(clock)
  let started = false
  let ended = false
  let failures = 0

  const changed = () => {
    if (connection.state === 'connected') {
      ended = false
      again.clear()
      steady.set(lasting, () => {
        failures = 0
      })
      return
    }
    steady.clear()
    if (connection.state === 'disconnected' && ended) {
      ended = false
      again.set(backoff(clock, failures), () => {
        if (connection.state === 'disconnected' && isWanted()) {
          pusher.connect()
        }
      })
      failures += 1
    }
  }

  return {
    start: () => {
      if (started) {
        return
      }
      started = true
      connection.bind('error', (error) => {
        ended ||= codeOf(error) === unauthorized
      })
      connection.bind('state_change', changed)
    },
  }
}

/** Reads the number out of what pusher-js tells of an error, at whichever depth it is. */
function codeOf(error: unknown): unknown {
  if (!isFields(error)) {
    return undefined
  }
  return isFields(error['data']) ? error['data']['code'] : codeOf(error['error'])
}
