'use client'

import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  type ComponentPropsWithoutRef,
  type ReactNode,
  type RefObject,
} from 'react'

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
  const left = at.right - width
  const within = (value: number, size: number, room: number): number =>
    Math.max(gap, Math.min(value, room - size - gap))
  panel.style.top = `${within(top, height, window.innerHeight)}px`
  panel.style.left = `${within(left, width, window.innerWidth)}px`
}

/** Something that floats over the page beside `anchor` for as long as it is mounted. */
export function Popover({
  anchor,
  prefer,
  onClose,
  children,
  ...rest
}: {
  readonly anchor: RefObject<HTMLElement | null>
  readonly prefer: 'above' | 'below'
  /** Called on Escape, on a press elsewhere and when the page scrolls away beneath. */
  readonly onClose: () => void
  readonly children: ReactNode
} & ComponentPropsWithoutRef<'div'>): ReactNode {
  const panelRef = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const panel = panelRef.current
    if (panel === null || anchor.current === null) {
      return
    }
    if (hasTopLayer() && !panel.matches(':popover-open')) {
      panel.showPopover()
    }
    place(panel, anchor.current, prefer)
  }, [anchor, prefer])

  const close = useEffectEvent(onClose)
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
    const onMove = (event: Event): void => {
      if (!(event.target instanceof Node && panelRef.current?.contains(event.target) === true)) {
        close()
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
  }, [anchor])
  return (
    <div {...rest} ref={panelRef} popover={hasTopLayer() ? 'manual' : undefined}>
      {children}
    </div>
  )
}
