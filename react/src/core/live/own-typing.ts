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
  const due = createTimer(clock)
  let toldAt = -Infinity
  let told = false

  const tellNow = () => {
    toldAt = clock.now()
    told = true
    tell(true)
  }

  const stop = () => {
    idle.clear()
    due.clear()
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
      const wait = toldAt + defaults.typingEvery - clock.now()
      if (wait <= 0) {
        tellNow()
      } else if (!told) {
        // Stopped and begun again within the interval: the others are told when it is over.
        due.set(wait, tellNow)
      }
    },
  }

  function mayTell(): boolean {
    return !state().muted && state().online.size <= defaults.typingMaxOnline
  }
}
