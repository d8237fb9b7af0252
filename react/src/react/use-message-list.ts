'use client'

import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { Focus, TimelineRow } from '../core/index.js'
import { uiDefaults } from './ui-defaults.js'
import { useEvent } from './use-event.js'
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.js'
import { useRoomStore } from './room-provider.js'
import { useRovingRow, type RovingRow } from './use-roving-row.js'
import { useViewportReport } from './use-viewport-report.js'
import { useTimeline } from './use-timeline.js'
import { useMorePages, type MorePages } from './use-more-pages.js'
import { useVirtualRows, type PlacedRow } from './use-virtual-rows.js'

/** Everything a timeline needs besides its markup. */
export interface MessageList extends RovingRow {
  readonly rows: readonly TimelineRow[]
  /** The rows to draw. When `windowed`, each is placed absolutely and measured by `measure`. */
  readonly placed: readonly PlacedRow[]
  readonly windowed: boolean
  /** Height of the whole list in pixels. */
  readonly height: number
  readonly measure: (element: HTMLDivElement | null) => void
  /** More of the history above what is loaded. */
  readonly older: MorePages
  /** More of the history below, where old messages are shown. */
  readonly newer: MorePages
  /** The row that was asked for, for as long as it is to stand out. */
  readonly highlightedKey: string | undefined
  /** Whether the reader is at the end, within 80 pixels. */
  readonly atEnd: boolean
  /** Whether the reader is near the oldest loaded row, within half a viewport. */
  readonly atStart: boolean
  /** Whether the end is so far that a way back should be offered. */
  readonly isFar: boolean
  readonly scrollToLatest: () => void
}

interface Place {
  readonly atEnd: boolean
  readonly atStart: boolean
  readonly isFar: boolean
  readonly lastVisibleSeq: number | undefined
}

const calm = (): boolean =>
  typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches

const seqOf = (row: TimelineRow | undefined): number | undefined =>
  row?.kind === 'message' ? (row.message.seq ?? undefined) : undefined

/**
 * While there are older messages nobody knows whether the day of the first one begins with it; and
 * a date that stays first when a page comes above it cannot hold the reader's place.
 */
const withoutFirstDate = (rows: readonly TimelineRow[]): readonly TimelineRow[] =>
  rows[0]?.kind === 'date' ? rows.slice(1) : rows

/** The greatest `seq` among `rows`, which rise in it. */
function lastSeq(rows: readonly TimelineRow[]): number | undefined {
  return rows.map(seqOf).findLast((seq) => seq !== undefined)
}

/**
 * Holds the list by its end, keeps the reader's place when rows come above, fetches pages on the way, takes
 * the reader to the message that was asked for and tells the store what is in sight.
 *
 * @param scrollerRef the element that scrolls
 * @param leave where Escape goes from the list, usually the composer
 */
export function useMessageList(
  scrollerRef: RefObject<HTMLDivElement | null>,
  leave: () => void,
): MessageList {
  'use no memo'
  const store = useRoomStore()
  const { rows: all, hasOlder, loadingOlder, hasNewer, loadingNewer, focus } = useTimeline()
  const older = useMorePages(hasOlder, loadingOlder, store.loadOlder)
  const newer = useMorePages(hasNewer, loadingNewer, store.loadNewer)
  const rows = useMemo(() => (hasOlder ? withoutFirstDate(all) : all), [all, hasOlder])
  const [openAt] = useState(() => rows.findIndex((row) => row.kind === 'unread'))
  const [place, setPlace] = useState<Place>({
    atEnd: openAt === -1,
    atStart: true,
    isFar: false,
    lastVisibleSeq: undefined,
  })
  const visibleEnd = useRef(rows.length - 1)
  const [activeKey, setActiveKey] = useState<string>()
  const { virtualizer, windowed, height, placed } = useVirtualRows(
    scrollerRef,
    rows,
    activeKey,
    !hasNewer,
  )
  const roving = useRovingRow({
    scroller: scrollerRef,
    rows,
    activeKey,
    setActiveKey,
    visibleEnd: () => visibleEnd.current,
    reveal: (index) => {
      virtualizer.scrollToIndex(index)
    },
    leave,
  })

  const look = useEvent(() => {
    const scroller = scrollerRef.current
    if (!windowed || scroller === null || scroller.clientHeight === 0) {
      visibleEnd.current = rows.length - 1
      setPlace({
        atEnd: !hasNewer,
        atStart: true,
        isFar: hasNewer,
        lastVisibleSeq: lastSeq(rows),
      })
      return
    }
    const viewport = scroller.clientHeight
    const distance = scroller.scrollHeight - scroller.scrollTop - viewport
    const bottom = scroller.scrollTop + viewport
    const inView = virtualizer
      .getVirtualItems()
      .filter((item) => item.start + item.size / 2 <= bottom)
    const last = inView.at(-1)?.index ?? rows.length - 1
    visibleEnd.current = last
    const next: Place = {
      atEnd: distance <= uiDefaults.atEndPixels && !hasNewer,
      atStart: scroller.scrollTop < viewport / 2,
      isFar: distance > Math.min(viewport, 400) || hasNewer,
      lastVisibleSeq: lastSeq(rows.slice(0, last + 1)),
    }
    setPlace((old) =>
      old.atEnd === next.atEnd &&
      old.atStart === next.atStart &&
      old.isFar === next.isFar &&
      old.lastVisibleSeq === next.lastVisibleSeq
        ? old
        : next,
    )
    const { startIndex = 0, endIndex = rows.length - 1 } = virtualizer.range ?? {}
    const near = viewport * uiDefaults.prefetchViewports
    if (scroller.scrollTop < near || startIndex < uiDefaults.prefetchRows) {
      older.prefetch()
    }
    if (distance < near || endIndex > rows.length - 1 - uiDefaults.prefetchRows) {
      newer.prefetch()
    }
  })

  // Opens at the divider, one third down; otherwise the list starts at its end by itself.
  const opened = useRef(false)
  useIsomorphicLayoutEffect(() => {
    if (windowed && !opened.current && rows.length > 0) {
      opened.current = true
      if (openAt > 0) {
        virtualizer.scrollToIndex(openAt, { align: 'center' })
      } else {
        virtualizer.scrollToEnd()
      }
    }
  }, [windowed, rows, openAt, virtualizer])

  useIsomorphicLayoutEffect(
    () => () => {
      opened.current = false
    },
    [],
  )

  // What one writes oneself is always shown, wherever one was reading.
  const lastRow = rows.at(-1)
  const ownPending =
    lastRow?.kind === 'message' &&
    lastRow.own &&
    (lastRow.status === 'sending' || lastRow.status === 'queued')
      ? lastRow.key
      : undefined
  useIsomorphicLayoutEffect(() => {
    if (ownPending !== undefined && opened.current) {
      virtualizer.scrollToEnd()
    }
  }, [ownPending, virtualizer])

  // A growing composer or a keyboard must not push the end out of sight.
  const resized = useEvent(() => {
    if (place.atEnd && opened.current) {
      virtualizer.scrollToEnd()
    }
    look()
  })
  useEffect(() => {
    const scroller = scrollerRef.current
    if (!windowed || scroller === null) {
      return
    }
    const onScroll = (): void => {
      look()
    }
    let height = scroller.clientHeight
    const observer = new ResizeObserver(() => {
      // Observing reports once by itself, when nothing has changed.
      if (scroller.clientHeight !== height) {
        height = scroller.clientHeight
        resized()
      }
    })
    observer.observe(scroller)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [windowed, scrollerRef, look, resized])
  useEffect(() => {
    look()
  }, [rows, older, newer, windowed, height, look])

  // What was asked for stands in the middle and has the focus.
  const [sought, setSought] = useState<Focus>()
  const [highlightedKey, setHighlightedKey] = useState<string>()
  if (focus !== sought) {
    setSought(focus)
    setHighlightedKey(undefined)
  }
  const shownFocus = useRef<Focus>(undefined)
  const { focusRow } = roving
  useIsomorphicLayoutEffect(() => {
    const index = rows.findIndex((row) => row.kind === 'message' && row.message.id === focus?.id)
    const key = rows[index]?.key
    if (key !== undefined && focus !== shownFocus.current) {
      shownFocus.current = focus
      opened.current = true
      virtualizer.scrollToIndex(index, { align: 'center' })
      focusRow(key)
      setHighlightedKey(key)
    }
  }, [rows, focus, virtualizer, focusRow])
  useEffect(() => {
    if (highlightedKey !== undefined) {
      const timer = window.setTimeout(() => {
        setHighlightedKey(undefined)
      }, uiDefaults.highlight)
      return () => {
        window.clearTimeout(timer)
      }
    }
    return undefined
  }, [highlightedKey, focus])

  // The newest messages are there only after the old ones have gone.
  const returning = useRef(false)
  useIsomorphicLayoutEffect(() => {
    if (returning.current && !hasNewer) {
      returning.current = false
      virtualizer.scrollToEnd()
    }
  }, [hasNewer, virtualizer])

  const scrollToLatest = useCallback(() => {
    if (hasNewer) {
      returning.current = true
      store.latest()
      return
    }
    const scroller = scrollerRef.current
    const distance = scroller === null ? 0 : scroller.scrollHeight - scroller.scrollTop
    const near = scroller !== null && distance < scroller.clientHeight * 4
    virtualizer.scrollToEnd({ behavior: near && !calm() ? 'smooth' : 'auto' })
  }, [store, hasNewer, virtualizer, scrollerRef])

  useViewportReport(place)
  return {
    ...roving,
    rows,
    placed,
    windowed,
    height,
    measure: virtualizer.measureElement,
    older,
    newer,
    highlightedKey,
    atEnd: place.atEnd,
    atStart: place.atStart,
    isFar: place.isFar,
    scrollToLatest,
  }
}
