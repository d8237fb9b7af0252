import { toMillis } from '../time/instant.js'

const keptDays = 5000

/** Tells the calendar day of a time: `2026-11-23`; `undefined` when it is on none. */
export type Days = (time: string) => string | undefined

/**
 * Makes a function that tells days.
 *
 * @param timeZone such as `Europe/Berlin`
 */
export function createDays(timeZone: string): Days {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const days = new Map<string, string | undefined>()
  return (time) => {
    if (days.has(time)) {
      return days.get(time)
    }
    const at = toMillis(time)
    const day = Number.isFinite(at) ? format.format(at) : undefined
    if (days.size >= keptDays) {
      days.clear()
    }
    days.set(time, day)
    return day
  }
}
