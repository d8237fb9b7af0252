'use client'

import {
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
} from 'react'
import type { TimelineRow } from '../core/index.js'

/** The one tab stop of the list: the list itself, or the row that has the focus. */
export interface RovingRow {
  /** Key of the row with the focus; undefined while the focus is elsewhere. */
  readonly activeKey: string | undefined
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void
}

const pageOf = 8
const rowSelector = '[data-row-key]'
const controlSelector = 'a[href], button:not([disabled])'

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

/** Moves between the controls inside a row; true when the key was one of ours. */
function moveWithin(row: HTMLElement, event: KeyboardEvent<HTMLElement>): boolean {
  const controls = [...row.querySelectorAll<HTMLElement>(controlSelector)]
  const at = controls.findIndex((control) => control === document.activeElement)
  if (event.key === 'Enter' && event.target === row) {
    controls[0]?.focus()
    return controls.length > 0
  }
  if (at === -1) {
    return false
  }
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  controls[at + step]?.focus()
  return step !== 0
}

/**
 * Arrow keys, PageUp, PageDown, Home and End move between rows; Enter goes into a row, Left and
 * Right move inside it, Escape comes back out and then calls `leave`.
 *
 * @param visibleEnd index of the last row in view: where an arrow starts
 */
export function useRovingRow(
  scroller: { readonly current: HTMLElement | null },
  rows: readonly TimelineRow[],
  visibleEnd: () => number,
  leave: () => void,
): RovingRow {
  const [activeKey, setActiveKey] = useState<string>()
  const moving = useRef(false)

  useLayoutEffect(() => {
    if (!moving.current || activeKey === undefined) {
      return
    }
    const row = [...(scroller.current?.querySelectorAll<HTMLElement>(rowSelector) ?? [])].find(
      (element) => element.dataset['rowKey'] === activeKey,
    )
    if (row !== undefined) {
      moving.current = false
      row.focus()
    }
  })

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
    if (key !== undefined) {
      event.preventDefault()
      moving.current = true
      setActiveKey(key)
    }
  }
  const onFocus = useCallback((event: FocusEvent<HTMLElement>) => {
    const row = event.target.closest<HTMLElement>(rowSelector)
    setActiveKey(row?.dataset['rowKey'])
  }, [])
  const onBlur = useCallback((event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) {
      setActiveKey(undefined)
    }
  }, [])
  return { activeKey, onKeyDown, onFocus, onBlur }
}
