import type { Clock } from '../core/clock.js'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /**
   * Lets `ms` milliseconds pass: runs what is due in order, and whatever promises lead to in
   * between.
   */
  readonly advance: (ms: number) => Promise<void>
  /** Returns how many timers are set. */
  readonly timers: () => number
}

export interface FakeClockOptions {
  /** Milliseconds since 1970; noon of 2026-11-23 UTC when absent. */
  readonly now?: number
  /** Always one half when absent. */
  readonly random?: () => number
}

interface Alarm {
  readonly at: number
  readonly run: () => void
}

/** Long enough for every chain of promises that follows from one timer. */
const promiseTurns = 40

async function letPromisesSettle(): Promise<void> {
  for (let turn = 0; turn < promiseTurns; turn += 1) {
    await Promise.resolve()
  }
}

export function createFakeClock(options: FakeClockOptions = {}): FakeClock {
  let now = options.now ?? Date.UTC(2026, 10, 23, 12)
  const alarms = new Set<Alarm>()

  /** The earliest alarm up to a time; of several at once the one that was set first. */
  const nextDue = (until: number): Alarm | undefined => {
    let due: Alarm | undefined
    for (const alarm of alarms) {
      if (alarm.at <= until && (due === undefined || alarm.at < due.at)) {
        due = alarm
      }
    }
    return due
  }

  return {
    now: () => now,
    random: options.random ?? (() => 0.5),
    after: (ms, run) => {
      const alarm = { at: now + Math.max(0, ms), run }
      alarms.add(alarm)
      return () => {
        alarms.delete(alarm)
      }
    },
    advance: async (ms) => {
      const until = now + ms
      await letPromisesSettle()
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        alarms.delete(due)
        now = due.at
        due.run()
        await letPromisesSettle()
      }
      now = until
    },
    timers: () => alarms.size,
  }
}
