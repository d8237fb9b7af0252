import { afterEach, expect, test, vi } from 'vitest'
import { createBrowserEnvironment } from '../../src/core/index.js'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Makes the computer say that it is in a zone. */
function pretend(zone: () => string): void {
  const options = new Intl.DateTimeFormat().resolvedOptions()
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockImplementation(() => ({
    ...options,
    timeZone: zone(),
  }))
}

test('a page is not shown between pagehide and pageshow', () => {
  const { shown } = createBrowserEnvironment()
  const heard: boolean[] = []
  const stop = shown.subscribe(() => heard.push(shown.get()))
  expect(shown.get()).toBe(true)

  window.dispatchEvent(new Event('pagehide'))
  window.dispatchEvent(new Event('pageshow'))
  stop()
  window.dispatchEvent(new Event('pagehide'))

  expect(heard).toEqual([false, true])
})

test('another zone of the computer is noticed within a minute, or when the page is seen again', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let timeZone = 'Europe/Berlin'
  pretend(() => timeZone)
  const environment = createBrowserEnvironment()
  const heard: string[] = []
  const stop = environment.timeZone.subscribe(() => heard.push(environment.timeZone.get()))

  timeZone = 'Asia/Tokyo'
  vi.advanceTimersByTime(60_000)
  expect(heard).toEqual(['Asia/Tokyo'])
  timeZone = 'America/Lima'
  document.dispatchEvent(new Event('visibilitychange'))
  document.dispatchEvent(new Event('visibilitychange'))
  stop()

  expect(heard).toEqual(['Asia/Tokyo', 'America/Lima'])
  expect(vi.getTimerCount()).toBe(0)
})

test('a device whose zone no calendar knows counts in UTC', () => {
  pretend(() => 'Etc/Unknown')

  expect(createBrowserEnvironment().timeZone.get()).toBe('UTC')
})
