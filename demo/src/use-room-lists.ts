import { useCallback, useEffect, useRef, useState } from 'react'
import { messageOf } from './message-of.js'
import type { RoomLists, Rooms } from './rooms.js'

/** How often the lists are asked for while the page is visible, in milliseconds. */
const every = 10_000

/** How long changes of rooms are gathered before the lists are asked for, in milliseconds. */
const gather = 300

export interface RoomListsState {
  readonly lists: RoomLists | undefined
  /** Why the last request failed; the lists then are older ones. */
  readonly problem: string | undefined
  readonly refresh: () => Promise<void>
  /** Refreshes in a moment, once for all that happens until then. */
  readonly refreshSoon: () => void
}

/** One's rooms and those one could join, kept fresh. */
export function useRoomLists(rooms: Rooms): RoomListsState {
  const [lists, setLists] = useState<RoomLists>()
  const [problem, setProblem] = useState<string>()
  const asked = useRef(0)
  const soon = useRef<number>(undefined)
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
  const refreshSoon = useCallback(() => {
    soon.current ??= window.setTimeout(() => {
      soon.current = undefined
      void refresh()
    }, gather)
  }, [refresh])
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
      window.clearTimeout(soon.current)
      soon.current = undefined
      window.removeEventListener('focus', look)
      window.removeEventListener('online', look)
    }
  }, [refresh, rooms])
  return { lists, problem, refresh, refreshSoon }
}
