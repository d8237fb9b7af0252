import { defaults } from '../defaults.js'
import type { RoomContext } from '../room/room-context.js'

/** Which others are typing. */
export interface TypingUsers {
  readonly report: (userId: string, active: boolean) => void
  /** These sent something or went away: they stop at once. */
  readonly drop: (userId: string) => void
  readonly dropAll: () => void
}

export function createTypingUsers({ clock, state, dispatch }: RoomContext): TypingUsers {
  const ends = new Map<string, () => void>()

  const forget = (userId: string) => {
    ends.get(userId)?.()
    ends.delete(userId)
  }

  const drop = (userId: string) => {
    forget(userId)
    if (state().typing.includes(userId)) {
      dispatch({ kind: 'typing', typing: state().typing.filter((id) => id !== userId) })
    }
  }

  const dropIn = (userId: string, ms: number) => {
    forget(userId)
    ends.set(
      userId,
      clock.after(ms, () => {
        drop(userId)
      }),
    )
  }

  return {
    report: (userId, active) => {
      const { me, online, typing } = state()
      if (userId === me.id || online.size > defaults.typingMaxOnline) {
        return
      }
      if (!active) {
        if (typing.includes(userId)) {
          dropIn(userId, defaults.typingHideDelay)
        }
        return
      }
      dropIn(userId, defaults.typingExpiry)
      if (!typing.includes(userId)) {
        dispatch({ kind: 'typing', typing: [...typing, userId] })
      }
    },
    drop,
    dropAll: () => {
      ends.forEach((cancel) => {
        cancel()
      })
      ends.clear()
      if (state().typing.length > 0) {
        dispatch({ kind: 'typing', typing: [] })
      }
    },
  }
}
