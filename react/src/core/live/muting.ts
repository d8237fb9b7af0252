import type { RoomContext } from '../room/room-context.js'
import { createTimer } from '../time/timer.js'

/** Timers of browsers overflow beyond this many milliseconds. */
const longestWait = 2 ** 31 - 1

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
    const left = until === undefined ? 0 : Date.parse(until) - clock.now()
    if (left > 0) {
      end.set(Math.min(left, longestWait), check)
    } else {
      end.clear()
    }
    dispatch({ kind: 'muted', muted: left > 0 })
  }
  return { check, stop: end.clear }
}
