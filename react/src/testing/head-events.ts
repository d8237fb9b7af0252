import type { Clock } from '../core/clock.js'

/** Milliseconds of quiet after which the newest number is told. */
const quietTimes = [1000, 10_000]

/** Tells the newest number some time after the last event, so that a lost tail is noticed. */
export function createHeadEvents(clock: Clock, tell: () => void): { readonly restart: () => void } {
  let cancels: readonly (() => void)[] = []
  return {
    restart: () => {
      for (const cancel of cancels) {
        cancel()
      }
      cancels = quietTimes.map((ms) => clock.after(ms, tell))
    },
  }
}
