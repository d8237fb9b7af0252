const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

/** A short time: hours for today, the day for what is older. */
export function whenOf(iso: string): string {
  const at = new Date(iso)
  return at.toDateString() === new Date().toDateString() ? time.format(at) : day.format(at)
}
