import { createCell, type Readable } from './readable.js'

/** What the device knows: whether it has a network and whether the page can be seen. */
export interface Environment {
  readonly online: Readable<boolean>
  readonly visible: Readable<boolean>
}

/** A device that is always online and visible: on a server, in tests. */
export function createSteadyEnvironment(): Environment {
  return { online: createCell(true), visible: createCell(true) }
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
  }
}

function fromEvents<T>(target: EventTarget, names: readonly string[], get: () => T): Readable<T> {
  return {
    get,
    subscribe: (listener) => {
      const own = () => {
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
