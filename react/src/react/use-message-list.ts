'use client'

import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { defaults, type TimelineRow } from '../core/index.js'
import { useEvent } from './use-event.js'
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.js'
import { useRoomStore } from './room-provider.js'
import { useRovingRow, type RovingRow } from './use-roving-row.js'
import { useViewportReport } from './use-viewport-report.js'
import { useTimeline } from './use-timeline.js'
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
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  readonly loadOlder: () => void
  /** Whether the last try to load older messages failed. */
  readonly olderFailed: boolean
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
 * Holds the list by its end, keeps the reader's place when rows come above, fetches older pages
 * on the way up and tells the store what is in sight.
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
  const { rows: all, hasOlder, loadingOlder } = useTimeline()
  const rows = useMemo(() => (hasOlder ? withoutFirstDate(all) : all), [all, hasOlder])
  const [openAt] = useState(() => rows.findIndex((row) => row.kind === 'unread'))
  const [olderFailed, setOlderFailed] = useState(false)
  const [place, setPlace] = useState<Place>({
    atEnd: openAt === -1,
    atStart: true,
    isFar: false,
    lastVisibleSeq: undefined,
  })
  const visibleEnd = useRef(rows.length - 1)
  const [activeKey, setActiveKey] = useState<string>()
  const { virtualizer, windowed, height, placed } = useVirtualRows(scrollerRef, rows, activeKey)
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

  const loadOlder = useCallback(() => {
    setOlderFailed(false)
    store.loadOlder().catch(() => {
      setOlderFailed(true)
    })
  }, [store])

  const look = useEvent(() => {
    const scroller = scrollerRef.current
    if (!windowed || scroller === null || scroller.clientHeight === 0) {
      visibleEnd.current = rows.length - 1
      setPlace({ atEnd: true, atStart: true, isFar: false, lastVisibleSeq: lastSeq(rows) })
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
      atEnd: distance <= defaults.atEndPixels,
      atStart: scroller.scrollTop < viewport / 2,
      isFar: distance > Math.min(viewport, 400),
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
    const first = virtualizer.range?.startIndex ?? 0
    const nearTop =
      scroller.scrollTop < viewport * defaults.prefetchViewports || first < defaults.prefetchRows
    if (nearTop && hasOlder && !loadingOlder && !olderFailed) {
      loadOlder()
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
  }, [rows, hasOlder, loadingOlder, windowed, height, look])

  const scrollToLatest = useCallback(() => {
    const scroller = scrollerRef.current
    const distance = scroller === null ? 0 : scroller.scrollHeight - scroller.scrollTop
    const near = scroller !== null && distance < scroller.clientHeight * 4
    virtualizer.scrollToEnd({ behavior: near && !calm() ? 'smooth' : 'auto' })
  }, [virtualizer, scrollerRef])

  useViewportReport(place)
  return {
    ...roving,
    rows,
    placed,
    windowed,
    height,
    measure: virtualizer.measureElement,
    hasOlder,
    loadingOlder,
    loadOlder,
    olderFailed,
    atEnd: place.atEnd,
    atStart: place.atStart,
    isFar: place.isFar,
    scrollToLatest,
  }
}
