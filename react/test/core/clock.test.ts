import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/core/index.js'

const day = 86_400_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('an alarm of the system may lie further ahead than its timers reach', () => {
  const ran = vi.fn()
  systemClock.after(60 * day, ran)

  vi.advanceTimersByTime(60 * day - 1)
  expect(ran).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)

  expect(ran).toHaveBeenCalledOnce()
})

test('an alarm that is infinitely far never rings, and can be taken back', () => {
  const ran = vi.fn()
  const cancel = systemClock.after(Infinity, ran)

  vi.advanceTimersByTime(100 * day)
  cancel()

  expect(ran).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
