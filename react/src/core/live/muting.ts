import type { RoomContext } from '../room/room-context.js'
import { toMillis } from '../time/instant.js'
import { createTimer } from '../time/timer.js'

/** Notes when we are muted and when that ends. */
export interface Muting {
  /** Looks at our membership after it changed. */
  readonly check: () => void
  readonly stop: () => void
}

export function createMuting({ clock, state, dispatch }: RoomContext): Muting {
  const end = createTimer(clock)
  const check = () => {
    const { me, log } = state()
    const until = log.content.members.get(me.id)?.mutedUntil
    const left = until === undefined ? 0 : toMillis(until) - clock.now()
    if (left > 0) {
      end.set(left, check)
    } else {
      end.clear()
    }
    dispatch({ kind: 'muted', muted: left > 0 })
  }
  return { check, stop: end.clear }
}
