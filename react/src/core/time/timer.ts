import type { Clock } from '../clock.js'

/** One alarm that can be set anew. */
export interface Timer {
  /** Calls `run` after `ms` milliseconds; an alarm set before is forgotten. */
  readonly set: (ms: number, run: () => void) => void
  readonly clear: () => void
  readonly isSet: () => boolean
}

export function createTimer(clock: Clock): Timer {
  let cancel: (() => void) | undefined
  const clear = () => {
    cancel?.()
    cancel = undefined
  }
  return {
    set: (ms, run) => {
      clear()
      cancel = clock.after(ms, () => {
        cancel = undefined
        run()
      })
    },
    clear,
    isSet: () => cancel !== undefined,
  }
}
