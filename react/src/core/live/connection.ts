import { defaults } from '../defaults.js'
import type { RoomContext } from '../room/room-context.js'
import type { ConnectionState } from '../room-view.js'
import { createTimer } from '../time/timer.js'

/** Decides what the reader is told about the connection. */
export interface Connection {
  /** Everything is live and nothing is missing. */
  readonly good: () => void
  /** Something is amiss: the link, the subscription, or what was missed meanwhile. */
  readonly bad: () => void
  readonly stop: () => void
}

/**
 * Short interruptions are not worth a word; one is over only once everything missed was loaded.
 */
export function createConnection(context: RoomContext): Connection {
  const { clock, dispatch, environment, realtime } = context
  const worse = createTimer(clock)
  let since: number | undefined

  const show = (connection: ConnectionState) => {
    dispatch({ kind: 'connection', connection })
  }

  const judge = () => {
    if (since === undefined) {
      return
    }
    const down = clock.now() - since
    const shown = context.state().connection
    if (!environment.online.get()) {
      show('offline')
    } else if (down >= defaults.offlineAfter && realtime.link.get() !== 'connected') {
      show('offline')
    } else if (
      shown === 'offline' ||
      (down >= defaults.reconnectingAfter && shown === 'connected')
    ) {
      show('reconnecting')
    }
    const next = [defaults.reconnectingAfter, defaults.offlineAfter].find((at) => at > down)
    if (next === undefined) {
      worse.clear()
    } else {
      worse.set(next - down, judge)
    }
  }

  const bad = () => {
    since ??= clock.now()
    judge()
  }
  const stopWatching = [environment.online, realtime.link].map((source) =>
    source.subscribe(() => {
      if (!environment.online.get() || realtime.link.get() !== 'connected') {
        bad()
      } else {
        judge()
      }
    }),
  )
  bad()
  return {
    good: () => {
      if (environment.online.get() && realtime.link.get() === 'connected') {
        since = undefined
        worse.clear()
        show('connected')
      }
    },
    bad,
    stop: () => {
      worse.clear()
      for (const stop of stopWatching) {
        stop()
      }
      show('connecting')
    },
  }
}
