import type { Clock } from '../core/clock.js'
import { backoff } from '../core/time/backoff.js'
import { createTimer } from '../core/time/timer.js'
import { createBindings } from './bindings.js'
import type { SharedChannels } from './shared-channels.js'
import { readRefusal } from './wire.js'

/** What the log does not hold: how far others have read, and that nothing happened. */
const noChange: ReadonlySet<string> = new Set(['cursors', 'head'])

/** Calls `changed` after each change of a room, and whenever changes may have been missed. */
export function watchRoom(
  channels: SharedChannels,
  name: string,
  clock: Clock,
  changed: () => void,
): () => void {
  const again = createTimer(clock)
  let failures = 0
  let letGo: (() => void) | undefined

  const listen = (): void => {
    const { channel, release } = channels.acquire(name)
    const bindings = createBindings(channel)
    const stop = (): void => {
      bindings.clear()
      release()
      letGo = undefined
    }
    letGo = stop
    bindings.on('pusher:subscription_succeeded', () => {
      failures = 0
      changed()
    })
    bindings.on('pusher:subscription_error', (data) => {
      // After a subscription that had succeeded it is the server that has ended it. The channel is given
      // back, so that whoever joins the room subscribes to it anew.
      channel.disconnect()
      stop()
      if (readRefusal(data).retryable) {
        again.set(backoff(clock, failures), listen)
        failures += 1
      }
    })
    bindings.onAny((event) => {
      if (!event.startsWith('pusher:') && !event.startsWith('client-') && !noChange.has(event)) {
        changed()
      }
    })
  }

  listen()
  return () => {
    again.clear()
    letGo?.()
  }
}
