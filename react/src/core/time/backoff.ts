import type { Clock } from '../clock.js'
import { defaults } from '../defaults.js'

/** A wait with full jitter after so many failures in a row, in milliseconds. */
export function backoff(clock: Clock, failures: number): number {
  const { backoffMin, backoffMax } = defaults
  const ceiling = Math.min(backoffMax, backoffMin * 2 ** failures)
  return backoffMin + clock.random() * (ceiling - backoffMin)
}
