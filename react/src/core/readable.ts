/** A value that can be read at any moment and announces its changes. */
export interface Readable<T> {
  /** Returns the current value: the same reference until the next change. */
  readonly get: () => T
  /** Calls `listener` after every change until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void
}

/** A readable value that its owner may change. */
export interface Cell<T> extends Readable<T> {
  /** Replaces the value and, if it is another one, tells the listeners. */
  readonly set: (value: T) => void
}

/** Makes a cell that starts with `value`. */
export function createCell<T>(value: T): Cell<T> {
  const listeners = new Set<() => void>()
  let current = value
  return {
    get: () => current,
    set: (next) => {
      if (Object.is(next, current)) {
        return
      }
      current = next
      for (const listener of [...listeners]) {
        if (listeners.has(listener)) {
          listener()
        }
      }
    },
    subscribe: (listener) => {
      const own = () => {
        listener()
      }
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  }
}
