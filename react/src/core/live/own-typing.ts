import { defaults } from '../defaults.js'
import type { RoomContext } from '../room/room-context.js'
import { createTimer } from '../time/timer.js'

/** Tells the others that we type: at once, then seldom, and when we stop. */
export interface OwnTyping {
  /** The reader typed something, or emptied the text. */
  readonly report: (active: boolean) => void
  readonly stop: () => void
}

export function createOwnTyping(
  { clock, state }: RoomContext,
  tell: (active: boolean) => void,
): OwnTyping {
  const idle = createTimer(clock)
  let toldAt = -Infinity
  let told = false

  const stop = () => {
    idle.clear()
    if (told) {
      told = false
      tell(false)
    }
  }

  return {
    stop,
    report: (active) => {
      if (!active || !mayTell()) {
        stop()
        return
      }
      idle.set(defaults.typingIdle, stop)
      if (clock.now() - toldAt >= defaults.typingEvery) {
        toldAt = clock.now()
        told = true
        tell(true)
      }
    },
  }

  function mayTell(): boolean {
    return !state().muted && state().online.size <= defaults.typingMaxOnline
  }
}
