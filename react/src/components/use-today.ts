'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { dayOf } from './formats.js'

/** How often the date is looked at, in milliseconds: timers sleep with the machine. */
const every = 60_000

/** No day: a server reads no clock, and writes times the same for everybody. */
const never = (): string => ''

function everyMinute(look: () => void): () => void {
  const timer = window.setInterval(look, every)
  return () => {
    window.clearInterval(timer)
  }
}

/**
 * The day it is for the reader, as `2026-11-23`; renders again when midnight has passed. Empty on a server
 * and while its markup is taken over.
 */
export function useToday(timeZone: string | undefined): string {
  const today = useCallback(() => dayOf(new Date(), timeZone), [timeZone])
  return useSyncExternalStore(everyMinute, today, never)
}
