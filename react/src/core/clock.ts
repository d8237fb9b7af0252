/** Time and chance, given from outside so that tests decide both. */
export interface Clock {
  /** Returns milliseconds since 1970, UTC. */
  readonly now: () => number
  /** Calls `run` once after `ms` milliseconds unless the returned function was called before. */
  readonly after: (ms: number, run: () => void) => () => void
  /** Returns a number from 0 up to, not including, 1. */
  readonly random: () => number
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
  random: () => Math.random(),
}
