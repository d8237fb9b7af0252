import { defaults } from '../defaults.js'
import type { RoomContext } from '../room/room-context.js'

/** Who is online. Somebody who goes, or all of us when the link breaks, has a short grace. */
export interface Presence {
  /** Exactly these are present. */
  readonly present: (userIds: readonly string[]) => void
  readonly arrived: (userId: string) => void
  readonly departed: (userId: string) => void
  /** Nobody knows who is present any more. */
  readonly unknown: () => void
  readonly stop: () => void
}

export function createPresence({ clock, state, dispatch }: RoomContext): Presence {
  const leaving = new Map<string, () => void>()

  const set = (change: (online: Set<string>) => void) => {
    const online = new Set(state().online)
    change(online)
    dispatch({ kind: 'online', online })
  }

  const stay = (userId: string) => {
    leaving.get(userId)?.()
    leaving.delete(userId)
  }

  const departed = (userId: string) => {
    if (!state().online.has(userId) || leaving.has(userId)) {
      return
    }
    const cancel = clock.after(defaults.presenceGrace, () => {
      leaving.delete(userId)
      set((online) => online.delete(userId))
    })
    leaving.set(userId, cancel)
  }

  const arrive = (userIds: readonly string[]) => {
    userIds.forEach(stay)
    const news = userIds.filter((id) => !state().online.has(id))
    if (news.length > 0) {
      set((online) => {
        for (const id of news) {
          online.add(id)
        }
      })
    }
  }

  return {
    present: (userIds) => {
      arrive(userIds)
      const here = new Set(userIds)
      for (const id of state().online) {
        if (!here.has(id)) {
          departed(id)
        }
      }
    },
    arrived: (userId) => {
      arrive([userId])
    },
    departed,
    unknown: () => {
      state().online.forEach(departed)
    },
    stop: () => {
      for (const cancel of leaving.values()) {
        cancel()
      }
      leaving.clear()
      if (state().online.size > 0) {
        dispatch({ kind: 'online', online: new Set() })
      }
    },
  }
}
