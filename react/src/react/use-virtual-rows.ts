'use client'

import {
  defaultRangeExtractor,
  observeElementRect,
  useVirtualizer,
  type Rect,
  type Virtualizer,
} from '@tanstack/react-virtual'
import { useCallback, useSyncExternalStore } from 'react'
import type { TimelineRow } from '../core/index.js'
import { uiDefaults } from './ui-defaults.js'

/** A row to draw and where: `start` in pixels from the top of the list. */
export interface PlacedRow {
  readonly row: TimelineRow
  readonly index: number
  readonly start: number
}

/** The windowed list, held by its end. */
export interface VirtualRows {
  readonly virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>
  /** False on a server, before hydration and where nothing can be measured: all rows are drawn in flow. */
  readonly windowed: boolean
  /** Height of the whole list in pixels. */
  readonly height: number
  readonly placed: readonly PlacedRow[]
}

const never = (): (() => void) => () => undefined
const canMeasure = (): boolean => typeof ResizeObserver !== 'undefined'
const cannotMeasure = (): boolean => false

/** How many rows are drawn when they cannot be windowed. */
const flowLimit = 200

/** Height in pixels taken for the viewport where there is no layout: hidden tabs, test environments. */
const assumedHeight = 600

/** Watches the scroller's size; a scroller without one still shows its last rows. */
function observeRect(
  instance: Virtualizer<HTMLDivElement, HTMLDivElement>,
  tell: (rect: Rect) => void,
): (() => void) | undefined {
  return observeElementRect(instance, (rect) => {
    tell(rect.height > 0 ? rect : { ...rect, height: assumedHeight })
  })
}

/** A first guess of a row's height in pixels, replaced by the measured one. */
function estimate(row: TimelineRow | undefined): number {
  if (row?.kind !== 'message') {
    return 48
  }
  const lines = Math.ceil(row.message.content.length / 60)
  const named = row.group === 'first' || row.group === 'single'
  return 20 + 22 * Math.min(lines, 40) + (named ? (row.own ? 14 : 34) : 2)
}

/**
 * Windows `rows` inside `scroller`; the row keyed `pinned` stays mounted wherever it is.
 *
 * @param follows whether a reader at the end is taken along by new rows
 */
export function useVirtualRows(
  scroller: { readonly current: HTMLDivElement | null },
  rows: readonly TimelineRow[],
  pinned: string | undefined,
  follows: boolean,
): VirtualRows {
  'use no memo'
  const windowed = useSyncExternalStore(never, canMeasure, cannotMeasure)
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows])
  const pinnedIndex = pinned === undefined ? -1 : rows.findIndex((row) => row.key === pinned)
  // The library cannot be memoised by a compiler, which is what the directive above says.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    enabled: windowed,
    getScrollElement: () => scroller.current,
    observeElementRect: observeRect,
    getItemKey,
    estimateSize: (index) => estimate(rows[index]),
    overscan: 8,
    paddingStart: 16,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: follows,
    scrollEndThreshold: uiDefaults.atEndPixels,
    // Far past any end: the first frame is drawn at the end, not at the top.
    initialOffset: 1e7,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range)
      return pinnedIndex === -1 || indexes.includes(pinnedIndex)
        ? indexes
        : [...indexes, pinnedIndex].sort((a, b) => a - b)
    },
  })
  const placed: PlacedRow[] = []
  if (windowed) {
    for (const item of virtualizer.getVirtualItems()) {
      const row = rows[item.index]
      if (row !== undefined) {
        placed.push({ row, index: item.index, start: item.start })
      }
    }
  } else {
    const from = Math.max(0, rows.length - flowLimit)
    placed.push(...rows.slice(from).map((row, i) => ({ row, index: from + i, start: 0 })))
  }
  return { virtualizer, windowed, height: virtualizer.getTotalSize(), placed }
}
