import type { RoomContext } from '../room/room-context.js'
import { toMillis } from '../time/instant.js'
import { createTimer } from '../time/timer.js'

/** Notes when we are muted and when that ends. */
export interface Muting {
  /** Looks at our membership after it changed. */
  readonly check: () => void
  readonly stop: () => void
}

/** @param ended called when we may write again */
export function createMuting({ clock, state, dispatch }: RoomContext, ended: () => void): Muting {
  const end = createTimer(clock)
  let muted = false
  const check = () => {
    const { me, log } = state()
    const until = log.content.members.get(me.id)?.mutedUntil
    const left = until === undefined ? 0 : toMillis(until) - clock.now()
    if (left > 0) {
      end.set(left, check)
    } else {
      end.clear()
    }
    const before = muted
    muted = left > 0
    dispatch({ kind: 'muted', muted })
    if (before && !muted) {
      ended()
    }
  }
  return { check, stop: end.clear }
}
