/** A short time: hours for today, the day for what is older; empty for what is on no day. */
export function whenOf(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) {
    return ''
  }
  // Written anew each time: a format that is kept would keep the zone the computer once was in.
  return at.toDateString() === new Date().toDateString()
    ? at.toLocaleTimeString(undefined, { timeStyle: 'short' })
    : at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
}
