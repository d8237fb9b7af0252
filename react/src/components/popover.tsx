'use client'

import {
  useEffect,
  useRef,
  type ComponentPropsWithoutRef,
  type ReactNode,
  type RefObject,
} from 'react'
import { useEvent } from '../react/use-event.js'
import { useIsomorphicLayoutEffect } from '../react/use-isomorphic-layout-effect.js'

const gap = 8

/** Whether the browser has a top layer, where no overflow of an ancestor cuts anything off. */
const hasTopLayer = (): boolean => 'showPopover' in HTMLElement.prototype

/** Puts `panel` above or below `anchor`, where there is room, and keeps it inside the window. */
function place(panel: HTMLElement, anchor: HTMLElement, prefer: 'above' | 'below'): void {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = panel
  const above = at.top - gap - height
  const below = at.bottom + gap
  const fitsBelow = below + height <= window.innerHeight - gap
  const top = prefer === 'above' ? (above >= gap ? above : below) : fitsBelow ? below : above
  // The ends of both are in line: which end that is depends on the direction of writing.
  const left = getComputedStyle(anchor).direction === 'rtl' ? at.left : at.right - width
  const within = (value: number, size: number, room: number): number =>
    Math.max(gap, Math.min(value, room - size - gap))
  panel.style.top = `${within(top, height, window.innerHeight)}px`
  panel.style.left = `${within(left, width, window.innerWidth)}px`
}

/** Something that floats over the page beside `anchor` for as long as it is mounted. */
export function Popover({
  anchor,
  prefer,
  takesFocus = false,
  onClose,
  children,
  ...rest
}: {
  readonly anchor: RefObject<HTMLElement | null>
  readonly prefer: 'above' | 'below'
  /** Whether the focus goes into it; its owner gives it back. */
  readonly takesFocus?: boolean
  /** Called on Escape and on a press elsewhere. */
  readonly onClose: () => void
  readonly children: ReactNode
} & ComponentPropsWithoutRef<'div'>): ReactNode {
  const panelRef = useRef<HTMLDivElement>(null)
  useIsomorphicLayoutEffect(() => {
    const panel = panelRef.current
    if (panel === null || anchor.current === null) {
      return
    }
    if (hasTopLayer() && !panel.matches(':popover-open')) {
      panel.showPopover()
    }
    place(panel, anchor.current, prefer)
    if (takesFocus) {
      panel.focus({ preventScroll: true })
    }
  }, [anchor, prefer, takesFocus])

  const close = useEvent(onClose)
  useEffect(() => {
    const isInside = (event: Event): boolean =>
      event.target instanceof Node &&
      (panelRef.current?.contains(event.target) === true ||
        anchor.current?.contains(event.target) === true)
    const onPress = (event: Event): void => {
      if (!isInside(event)) {
        close()
      }
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.stopPropagation()
        event.preventDefault()
        close()
      }
    }
    // Messages that arrive scroll the list: what floats stays with what it belongs to.
    const onMove = (event: Event): void => {
      const [panel, at] = [panelRef.current, anchor.current]
      if (
        panel !== null &&
        at !== null &&
        !(event.target instanceof Node && panel.contains(event.target))
      ) {
        place(panel, at, prefer)
      }
    }
    document.addEventListener('pointerdown', onPress, true)
    document.addEventListener('keydown', onKey, true)
    document.addEventListener('scroll', onMove, true)
    window.addEventListener('resize', onMove)
    return () => {
      document.removeEventListener('pointerdown', onPress, true)
      document.removeEventListener('keydown', onKey, true)
      document.removeEventListener('scroll', onMove, true)
      window.removeEventListener('resize', onMove)
    }
  }, [anchor, prefer, close])
  return (
    <div
      {...rest}
      ref={panelRef}
      tabIndex={takesFocus ? 0 : undefined}
      popover={hasTopLayer() ? 'manual' : undefined}
    >
      {children}
    </div>
  )
}
