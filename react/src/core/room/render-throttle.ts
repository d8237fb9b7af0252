import type { Clock } from '../clock.js'
import { createTimer } from '../time/timer.js'

/** Groups changes that come in quick succession into one rendering. */
export interface RenderThrottle {
  /** Commits now if the last time is long enough ago, else as soon as it is. */
  readonly request: () => void
  /** Commits now: the reader's own doing must show at once. */
  readonly now: () => void
}

/** @param pause least time between two commits, in milliseconds */
export function createRenderThrottle(
  clock: Clock,
  pause: () => number,
  commit: () => void,
): RenderThrottle {
  const resting = createTimer(clock)
  let requested = false

  const now = () => {
    requested = false
    resting.set(pause(), () => {
      if (requested) {
        now()
      }
    })
    commit()
  }

  return {
    now,
    request: () => {
      if (resting.isSet()) {
        requested = true
      } else {
        now()
      }
    },
  }
}
