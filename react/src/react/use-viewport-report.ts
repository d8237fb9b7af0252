'use client'

import { useEffect, useRef } from 'react'
import type { RoomStore } from '../core/index.js'
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.js'
import { useRoomStore } from './room-provider.js'

/** How much of the room is before the reader's eyes. */
export interface Viewport {
  readonly atEnd: boolean
  /** `seq` of the last message shown whole; undefined when none is. */
  readonly lastVisibleSeq: number | undefined
}

/** Tells the store what the reader sees; the store decides what that makes read. */
export function useViewportReport(viewport: Viewport): void {
  const store = useRoomStore()
  const latest = useRef(viewport)
  const { atEnd, lastVisibleSeq } = viewport
  useIsomorphicLayoutEffect(() => {
    latest.current = { atEnd, lastVisibleSeq }
  }, [atEnd, lastVisibleSeq])
  useEffect(() => {
    tell(store, { atEnd, lastVisibleSeq })
  }, [store, atEnd, lastVisibleSeq])
  useEffect(() => {
    const tellAgain = (): void => {
      tell(store, latest.current)
    }
    window.addEventListener('focus', tellAgain)
    window.addEventListener('blur', tellAgain)
    document.addEventListener('visibilitychange', tellAgain)
    return () => {
      window.removeEventListener('focus', tellAgain)
      window.removeEventListener('blur', tellAgain)
      document.removeEventListener('visibilitychange', tellAgain)
      // The store may live on without a screen, as in a list of rooms; nobody reads there.
      store.seen({ visible: false, focused: false, atEnd: false })
    }
  }, [store])
}

function tell(store: RoomStore, { atEnd, lastVisibleSeq: seq }: Viewport): void {
  store.seen({
    visible: document.visibilityState === 'visible',
    focused: document.hasFocus(),
    atEnd,
    ...(seq !== undefined && { lastVisibleSeq: seq }),
  })
}
