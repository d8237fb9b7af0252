const keptDays = 5000

/**
 * Makes a function that tells the calendar day of a time: `2026-11-23`.
 *
 * @param timeZone such as `Europe/Berlin`
 */
export function createDays(timeZone: string): (time: string) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const days = new Map<string, string>()
  return (time) => {
    const known = days.get(time)
    if (known !== undefined) {
      return known
    }
    const at = Date.parse(time)
    const day = Number.isNaN(at) ? time.slice(0, 10) : format.format(at)
    if (days.size >= keptDays) {
      days.clear()
    }
    days.set(time, day)
    return day
  }
}
