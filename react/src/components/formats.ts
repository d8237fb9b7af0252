/** How times and days are written for one reader. */
export interface Formats {
  /** Hours and minutes of a moment. */
  readonly time: (iso: string) => string
  /** Day and time of a moment, in full. */
  readonly moment: (iso: string) => string
  /** A moment in the past, short: hours and minutes today, else the day. */
  readonly when: (iso: string) => string
  /** A day such as `2026-11-23` in words. */
  readonly day: (date: string) => string
  /** A moment to come: hours and minutes, with the day unless it is today; empty for no moment. */
  readonly until: (iso: string) => string
}

/** What decides how times are written. */
export interface FormatOptions {
  readonly locale: string | undefined
  readonly timeZone: string | undefined
  readonly today: string
  readonly yesterday: string
}

const dayMs = 86_400_000

/** The day of `at` in `timeZone`, as `2026-11-23`. */
export function dayOf(at: Date, timeZone: string | undefined): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(at)
}

/** Texts that are the same on every machine: what a server may write for unknown readers. */
export const neutralFormats: Formats = {
  time: (iso) => iso.slice(11, 16),
  moment: (iso) => `${iso.slice(0, 16).replace('T', ' ')} UTC`,
  when: (iso) => iso.slice(0, 10),
  day: (date) => date,
  until: (iso) => (Number.isNaN(Date.parse(iso)) ? '' : neutralFormats.moment(iso)),
}

/** Texts for a reader, `today` being the day it is for them. */
export function createFormats(options: FormatOptions, today: string): Formats {
  const { locale, timeZone } = options
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone })
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  })
  // A day has no zone any more: it is read and written in UTC so that it stays the same day.
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const sameYear = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  const date = new Intl.DateTimeFormat(locale, sameYear)
  const fullDate = new Intl.DateTimeFormat(locale, { ...sameYear, year: 'numeric' })
  const shortDay = { day: 'numeric', month: 'short', timeZone } as const
  const short = new Intl.DateTimeFormat(locale, shortDay)
  const fullShort = new Intl.DateTimeFormat(locale, { ...shortDay, year: 'numeric' })
  const safely = (format: Intl.DateTimeFormat, text: string): string => {
    const at = new Date(text)
    return Number.isNaN(at.getTime()) ? '' : format.format(at)
  }
  return {
    time: (iso) => safely(time, iso),
    moment: (iso) => safely(moment, iso),
    when: (iso) => {
      const at = new Date(iso)
      const day = Number.isNaN(at.getTime()) ? today : dayOf(at, timeZone)
      const format = day.slice(0, 4) === today.slice(0, 4) ? short : fullShort
      return safely(day === today ? time : format, iso)
    },
    day: (day) => {
      const ago = Math.round((Date.parse(today) - Date.parse(day)) / dayMs)
      if (ago === 0) {
        return options.today
      }
      if (ago === 1) {
        return options.yesterday
      }
      if (ago > 1 && ago < 7) {
        return safely(weekday, day)
      }
      return safely(day.slice(0, 4) === today.slice(0, 4) ? date : fullDate, day)
    },
    until: (iso) => {
      const at = new Date(iso)
      if (Number.isNaN(at.getTime())) {
        return ''
      }
      const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const
      const isToday = dayOf(at, timeZone) === today
      return isToday ? time.format(at) : new Intl.DateTimeFormat(locale, style).format(at)
    },
  }
}
