'use client'

import { useEffect, useRef, type PointerEvent } from 'react'

const longEnough = 500
/** A finger never lies still. */
const slack = 10

/** What an element needs for a long press. */
export interface LongPress {
  readonly onPointerDown: (event: PointerEvent) => void
  readonly onPointerMove: (event: PointerEvent) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
}

/** A finger held on an element for half a second; iOS has no other sign for a context menu. */
export function useLongPress(onLongPress: (target: EventTarget) => void): LongPress {
  const press = useRef<{ readonly timer: number; readonly x: number; readonly y: number }>(
    undefined,
  )
  const end = (): void => {
    window.clearTimeout(press.current?.timer)
    press.current = undefined
  }
  useEffect(
    () => () => {
      window.clearTimeout(press.current?.timer)
    },
    [],
  )
  return {
    onPointerDown: ({ pointerType, isPrimary, clientX: x, clientY: y, target }) => {
      end()
      if (pointerType === 'touch' && isPrimary) {
        const timer = window.setTimeout(() => {
          onLongPress(target)
        }, longEnough)
        press.current = { timer, x, y }
      }
    },
    onPointerMove: ({ clientX, clientY }) => {
      const from = press.current
      if (from !== undefined && Math.hypot(clientX - from.x, clientY - from.y) > slack) {
        end()
      }
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
}
