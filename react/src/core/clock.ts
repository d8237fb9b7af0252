/** Time and chance, given from outside so that tests decide both. */
export interface Clock {
  /** Returns milliseconds since 1970, UTC. */
  readonly now: () => number
  /**
   * Calls `run` once after `ms` milliseconds, never if they are infinite, unless the returned function
   * was called before.
   */
  readonly after: (ms: number, run: () => void) => () => void
  /** Returns a number from 0 up to, not including, 1. */
  readonly random: () => number
}

/** Timers of browsers and servers end at once when set beyond this many milliseconds, 25 days. */
const longestTimer = 2 ** 31 - 1

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    let timer: ReturnType<typeof setTimeout>
    const wait = (left: number) => {
      const step = Math.min(left, longestTimer)
      timer = setTimeout(() => {
        if (left > step) {
          wait(left - step)
        } else {
          run()
        }
      }, step)
    }
    wait(ms)
    return () => {
      clearTimeout(timer)
    }
  },
  random: () => Math.random(),
}
