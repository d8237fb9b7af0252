'use client'

import { useEffect, useState } from 'react'
import { dayOf } from './formats.js'

/** How often the date is looked at, in milliseconds: timers sleep with the machine. */
const every = 60_000

/** The day it is for the reader, as `2026-11-23`; renders again when midnight has passed. */
export function useToday(timeZone: string | undefined): string {
  const [today, setToday] = useState(() => dayOf(new Date(), timeZone))
  useEffect(() => {
    const look = (): void => {
      setToday(dayOf(new Date(), timeZone))
    }
    const timer = window.setInterval(look, every)
    return () => {
      window.clearInterval(timer)
    }
  }, [timeZone])
  return today
}
