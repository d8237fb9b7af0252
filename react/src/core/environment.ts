import { createCell, type Readable } from './readable.js'

/** What the device knows: whether it has a network, whether the page can be seen, and where it is. */
export interface Environment {
  readonly online: Readable<boolean>
  readonly visible: Readable<boolean>
  /** False while the page waits in the back/forward cache, or is on its way out. */
  readonly shown: Readable<boolean>
  /** The device's zone, such as `Europe/Berlin`. */
  readonly timeZone: Readable<string>
}

/** A device that is always online and visible and never travels: on a server, in tests. */
export function createSteadyEnvironment(): Environment {
  return {
    online: createCell(true),
    visible: createCell(true),
    shown: createCell(true),
    timeZone: createCell(deviceTimeZone()),
  }
}

/** The browser's window; outside a browser, a steady environment. */
export function createBrowserEnvironment(): Environment {
  if (typeof window === 'undefined' || typeof document === 'undefined') {
    return createSteadyEnvironment()
  }
  return {
    online: fromEvents(window, ['online', 'offline'], () => navigator.onLine),
    visible: fromEvents(
      document,
      ['visibilitychange'],
      () => document.visibilityState !== 'hidden',
    ),
    shown: pageShown(),
    timeZone: travellingTimeZone(),
  }
}

/** The page's own events alone tell: a frozen page still counts as visible on its way out. */
function pageShown(): Readable<boolean> {
  let shown = true
  return fromEvents(
    window,
    ['pagehide', 'pageshow'],
    () => shown,
    ({ type }) => {
      shown = type === 'pageshow'
    },
  )
}

/** How often the zone is looked at, in milliseconds: no event tells that it has changed. */
const zoneLooks = 60_000

function travellingTimeZone(): Readable<string> {
  return {
    get: deviceTimeZone,
    subscribe: (listener) => {
      let known = deviceTimeZone()
      const look = () => {
        const now = deviceTimeZone()
        if (now !== known) {
          known = now
          listener()
        }
      }
      const stopWatching = fromEvents(document, ['visibilitychange'], deviceTimeZone).subscribe(
        look,
      )
      const timer = setInterval(look, zoneLooks)
      return () => {
        stopWatching()
        clearInterval(timer)
      }
    },
  }
}

/** The device's zone; UTC where it has none that it can count in itself, such as `Etc/Unknown`. */
function deviceTimeZone(): string {
  try {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

function fromEvents<T>(
  target: EventTarget,
  names: readonly string[],
  get: () => T,
  note: (event: Event) => void = () => undefined,
): Readable<T> {
  return {
    get,
    subscribe: (listener) => {
      const own = (event: Event) => {
        note(event)
        listener()
      }
      for (const name of names) {
        target.addEventListener(name, own)
      }
      return () => {
        for (const name of names) {
          target.removeEventListener(name, own)
        }
      }
    },
  }
}
