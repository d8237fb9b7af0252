import { defaults } from '../defaults.js'
import type { RoomContext } from '../room/room-context.js'
import { createTimer } from '../time/timer.js'

/** Tells the others that we type: at once, then seldom, and when we stop. */
export interface OwnTyping {
  /** The reader typed something, or emptied the text. */
  readonly report: (active: boolean) => void
  /** Somebody has come who has not heard that we type, or nobody could hear it before. */
  readonly repeat: () => void
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
    due.clear()
    toldAt = clock.now()
    told = true
    tell(true)
  }

  const tellWhenDue = () => {
    const wait = toldAt + defaults.typingEvery - clock.now()
    if (wait <= 0) {
      tellNow()
    } else {
      due.set(wait, tellNow)
    }
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
      if (!told || toldAt + defaults.typingEvery <= clock.now()) {
        tellWhenDue()
      }
    },
    repeat: () => {
      if (idle.isSet() && mayTell()) {
        tellWhenDue()
      }
    },
  }

  function mayTell(): boolean {
    return !state().muted && state().online.size <= defaults.typingMaxOnline
  }
}
