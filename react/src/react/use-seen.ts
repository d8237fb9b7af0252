'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import { useRoomStore } from './room-provider.js'

/** How much of the room is before the reader's eyes. */
export interface Sight {
  readonly atEnd: boolean
  /** `seq` of the last message shown whole; undefined when none is. */
  readonly lastVisibleSeq: number | undefined
}

/** Tells the store what the reader sees; the store decides what that makes read. */
export function useSeen(sight: Sight): void {
  const store = useRoomStore()
  const latest = useRef(sight)
  const { atEnd, lastVisibleSeq } = sight
  const report = useRef(() => {
    const { atEnd: pinned, lastVisibleSeq: seq } = latest.current
    store.seen({
      visible: document.visibilityState === 'visible',
      focused: document.hasFocus(),
      atEnd: pinned,
      ...(seq !== undefined && { lastVisibleSeq: seq }),
    })
  })
  useLayoutEffect(() => {
    latest.current = { atEnd, lastVisibleSeq }
  }, [atEnd, lastVisibleSeq])
  useEffect(() => {
    report.current()
  }, [atEnd, lastVisibleSeq])
  useEffect(() => {
    const tell = report.current
    window.addEventListener('focus', tell)
    window.addEventListener('blur', tell)
    document.addEventListener('visibilitychange', tell)
    return () => {
      window.removeEventListener('focus', tell)
      window.removeEventListener('blur', tell)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [])
}
