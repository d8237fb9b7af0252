import { useCallback, useEffect, useRef, useState } from 'react'
import { messageOf } from './message-of.js'
import type { RoomLists, Rooms } from './rooms.js'

/** How often the lists are asked for while the page is visible, in milliseconds. */
const every = 10_000

export interface RoomListsState {
  readonly lists: RoomLists | undefined
  /** Why the last request failed; the lists then are older ones. */
  readonly problem: string | undefined
  readonly refresh: () => Promise<void>
}

/** One's rooms and those one could join, kept fresh. */
export function useRoomLists(rooms: Rooms): RoomListsState {
  const [lists, setLists] = useState<RoomLists>()
  const [problem, setProblem] = useState<string>()
  const asked = useRef(0)
  const refresh = useCallback(async () => {
    const turn = ++asked.current
    try {
      const next = await rooms.list()
      // A slow answer must not undo a later one.
      if (turn === asked.current) {
        setLists(next)
        setProblem(undefined)
      }
    } catch (error) {
      if (turn === asked.current) {
        setProblem(messageOf(error))
      }
    }
  }, [rooms])
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') {
        void refresh()
      }
    }
    look()
    const timer = window.setInterval(look, every)
    window.addEventListener('focus', look)
    window.addEventListener('online', look)
    const stopListening = rooms.onChange(look)
    return () => {
      stopListening()
      window.clearInterval(timer)
      window.removeEventListener('focus', look)
      window.removeEventListener('online', look)
    }
  }, [refresh, rooms])
  return { lists, problem, refresh }
}
