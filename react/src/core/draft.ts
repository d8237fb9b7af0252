import type { Clock } from './clock.js'
import { defaults } from './defaults.js'
import type { DraftStorage } from './device/device.js'
import type { Environment } from './environment.js'
import { createCell, type Cell } from './readable.js'

export interface DraftOptions {
  readonly userId: string
  readonly roomId: string
  readonly storage: DraftStorage
  readonly clock: Clock
  readonly environment: Environment
  /** Whether nothing of this person may be kept any more. */
  readonly isSealed: () => boolean
  /** Called when the storage fails: the draft then lives as long as its holder. */
  readonly failed: (error: unknown) => void
}

/**
 * A text not sent yet. It is written at most every `defaults.draftDelay`, and at once when it is emptied,
 * when its last listener goes, and when the page is hidden. What another tab writes replaces it unless it
 * is being typed in here: while something is not written yet.
 */
export function createDraft(options: DraftOptions): Cell<string> {
  const { userId, roomId, storage, clock, environment, failed } = options
  const { visible, shown } = environment
  const text = createCell('')
  let listeners = 0
  let isRead = false
  /** Ends the waiting; empty while everything is written. */
  let stops: readonly (() => void)[] = []

  const read = () => {
    isRead = true
    try {
      text.set(storage.read(userId, roomId))
    } catch (error) {
      failed(error)
    }
  }

  const flush = () => {
    const waiting = stops
    stops = []
    for (const stop of waiting) {
      stop()
    }
    if (waiting.length > 0 && !options.isSealed()) {
      try {
        storage.write(userId, roomId, text.get())
      } catch (error) {
        failed(error)
      }
    }
  }

  const flushWhenHidden = () => {
    if (!visible.get() || !shown.get()) {
      flush()
    }
  }

  return {
    /** Not before a browser asks: a server may have such a storage, too, and it would be everybody's. */
    get: () => {
      if (!isRead) {
        read()
      }
      return text.get()
    },
    set: (next) => {
      isRead = true
      text.set(next)
      if (stops.length === 0) {
        stops = [
          clock.after(defaults.draftDelay, flush),
          visible.subscribe(flushWhenHidden),
          shown.subscribe(flushWhenHidden),
        ]
      }
      if (next === '') {
        flush()
      }
    },
    subscribe: (listener) => {
      listeners += 1
      const unsubscribes = [
        text.subscribe(listener),
        storage.subscribe(userId, roomId, () => {
          if (stops.length === 0) {
            read()
          }
        }),
      ]
      return () => {
        listeners -= 1
        for (const unsubscribe of unsubscribes) {
          unsubscribe()
        }
        if (listeners === 0) {
          flush()
        }
      }
    },
  }
}
