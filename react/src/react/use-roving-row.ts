'use client'

import { useCallback, useRef, type FocusEvent, type KeyboardEvent } from 'react'
import type { TimelineRow } from '../core/index.js'
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.js'

/** The one tab stop of the list: the list itself, or the row that has the focus. */
export interface RovingRow {
  /** Key of the row with the focus; undefined while the focus is elsewhere. */
  readonly activeKey: string | undefined
  /** Moves the focus to a row, which is in view or will be. */
  readonly focusRow: (key: string) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void
}

const pageOf = 8
const rowSelector = '[data-row-key]'
const controlSelector = 'a[href], button:not([disabled]), pre > [tabindex]'

const canHold = (row: TimelineRow | undefined): boolean => row?.kind === 'message'

/** The index of the nearest row that can hold the focus, looking from `from` in steps of `step`. */
function nearest(rows: readonly TimelineRow[], from: number, step: 1 | -1): number | undefined {
  for (let i = from; i >= 0 && i < rows.length; i += step) {
    if (canHold(rows[i])) {
      return i
    }
  }
  return undefined
}

function target(rows: readonly TimelineRow[], at: number, key: string): number | undefined {
  const last = rows.length - 1
  switch (key) {
    case 'ArrowUp':
      return nearest(rows, at - 1, -1)
    case 'ArrowDown':
      return nearest(rows, at + 1, 1)
    case 'PageUp':
      return nearest(rows, Math.max(0, at - pageOf), 1)
    case 'PageDown':
      return nearest(rows, Math.min(last, at + pageOf), -1)
    case 'Home':
      return nearest(rows, 0, 1)
    case 'End':
      return nearest(rows, last, -1)
    default:
      return undefined
  }
}

/** How far the code that `control` is can be scrolled; undefined for other controls. */
function scrollOf(control: HTMLElement): { toLeft: number; toRight: number } | undefined {
  const box = control.closest('pre')
  return box === null
    ? undefined
    : {
        toLeft: box.scrollLeft,
        toRight: Math.floor(box.scrollWidth - box.clientWidth - box.scrollLeft),
      }
}

/** Whether a control can be gone to: code only where it is wider than its box. */
function isReachable(control: HTMLElement): boolean {
  const scroll = scrollOf(control)
  return scroll === undefined || scroll.toLeft + scroll.toRight > 0
}

/** Moves between the controls inside a row; true when the key was one of ours. */
function moveWithin(row: HTMLElement, event: KeyboardEvent<HTMLElement>): boolean {
  const controls = [...row.querySelectorAll<HTMLElement>(controlSelector)].filter(isReachable)
  const at = controls.findIndex((control) => control === document.activeElement)
  if (event.key === 'Enter' && event.target === row) {
    controls[0]?.focus()
    return controls.length > 0
  }
  if (at === -1) {
    return false
  }
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  const held = controls[at]
  const scroll = held && scrollOf(held)
  if (scroll !== undefined && (step === 1 ? scroll.toRight : step === -1 ? scroll.toLeft : 0) > 0) {
    // The browser scrolls the code; at its end the same key goes on.
    return false
  }
  controls[at + step]?.focus()
  return step !== 0
}

/** What the keyboard moves about in, and how. */
export interface RovingOptions {
  readonly scroller: { readonly current: HTMLElement | null }
  readonly rows: readonly TimelineRow[]
  readonly activeKey: string | undefined
  readonly setActiveKey: (key: string | undefined) => void
  /** Index of the last row in view: where an arrow starts. */
  readonly visibleEnd: () => number
  /** Scrolls a row into view; the row itself may not be mounted yet. */
  readonly reveal: (index: number) => void
  /** Goes where Escape leads. */
  readonly leave: () => void
}

/**
 * Arrow keys, PageUp, PageDown, Home and End move between rows; Enter goes into a row, Left and
 * Right move inside it, Escape comes back out and then leaves.
 */
export function useRovingRow(options: RovingOptions): RovingRow {
  const { scroller, rows, activeKey, setActiveKey, visibleEnd, reveal, leave } = options
  const moving = useRef(false)

  useIsomorphicLayoutEffect(() => {
    if (!moving.current || activeKey === undefined) {
      return
    }
    const row = [...(scroller.current?.querySelectorAll<HTMLElement>(rowSelector) ?? [])].find(
      (element) => element.dataset['rowKey'] === activeKey,
    )
    if (row !== undefined) {
      moving.current = false
      // Revealed already; the browser's own scrolling would fight the list's corrections.
      row.focus({ preventScroll: true })
    }
  })

  const focusRow = useCallback(
    (key: string): void => {
      moving.current = true
      setActiveKey(key)
    },
    [setActiveKey],
  )
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) {
      return
    }
    const row = event.target.closest<HTMLElement>(rowSelector)
    if (event.key === 'Escape') {
      event.preventDefault()
      if (row !== null && event.target !== row) {
        row.focus()
      } else {
        leave()
      }
      return
    }
    if (row !== null && moveWithin(row, event)) {
      event.preventDefault()
      return
    }
    const at = rows.findIndex((candidate) => candidate.key === row?.dataset['rowKey'])
    const start = at === -1 ? visibleEnd() + (event.key === 'ArrowUp' ? 1 : 0) : at
    const next = target(rows, start, event.key)
    const key = next === undefined ? undefined : rows[next]?.key
    if (next !== undefined && key !== undefined) {
      event.preventDefault()
      focusRow(key)
      reveal(next)
    }
  }
  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    const row = event.target.closest<HTMLElement>(rowSelector)
    setActiveKey(row?.dataset['rowKey'])
  }
  const onBlur = (event: FocusEvent<HTMLElement>): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) {
      setActiveKey(undefined)
    }
  }
  return { activeKey, focusRow, onKeyDown, onFocus, onBlur }
}
