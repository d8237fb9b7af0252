/** How PostgreSQL, and JSON made by it or by JavaScript, write a time. A missing zone means UTC. */
const written =
  /^([+-]?\d{4,6})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?( BC)?$/i

const msPerSecond = 1000

/** Milliseconds of an offset such as `+05:30`, `-03` or `+05:53:28`. */
function offsetMs(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = (offset.match(/\d\d/g) ?? []).map(Number)
  const size = (hours * 3600 + minutes * 60 + seconds) * msPerSecond
  return offset.startsWith('-') ? -size : size
}

/**
 * Returns milliseconds since 1970, UTC: infinite for PostgreSQL's `infinity`, `-infinity` and years
 * that JavaScript does not reach, `NaN` for what is no time.
 */
export function toMillis(time: string): number {
  if (time === 'infinity' || time === '-infinity') {
    return time === 'infinity' ? Infinity : -Infinity
  }
  const parts = written.exec(time)
  if (parts === null) {
    return NaN
  }
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z', bc] = parts
  const at = new Date(0)
  // The year 1 before our era is the year 0.
  at.setUTCFullYear(
    bc === undefined ? Number(year) : 1 - Number(year),
    Number(month) - 1,
    Number(day),
  )
  at.setUTCHours(Number(hour), Number(minute), Number(second), Math.trunc(Number(fraction) * 1000))
  const ms = at.getTime() - (zone.toUpperCase() === 'Z' ? 0 : offsetMs(zone))
  if (Number.isNaN(new Date(ms).getTime())) {
    return bc === undefined ? Infinity : -Infinity
  }
  return ms
}

/**
 * Returns a time in UTC as JavaScript writes it, so that its parts can be read off the text. A time
 * without end becomes `infinity` or `-infinity`; what is no time stays as it is.
 */
export function toUtc(time: string): string {
  const at = toMillis(time)
  if (Number.isNaN(at)) {
    return time
  }
  return Number.isFinite(at) ? new Date(at).toISOString() : at > 0 ? 'infinity' : '-infinity'
}
