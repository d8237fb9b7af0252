'use client'

import { useCallback } from 'react'
import type { MessageRow, RoomView } from '../core/index.js'
import { useRoomView } from './room-provider.js'
import { isMessage, messagesById } from './messages-by-id.js'
import { sameItems } from './same-items.js'

/** What stands in the room, oldest first, and whether there is more above and below. */
export type Timeline = Pick<
  RoomView,
  'rows' | 'hasOlder' | 'loadingOlder' | 'hasNewer' | 'loadingNewer' | 'focus'
>

const timeline = (view: RoomView): Timeline => view

const sameTimeline = (a: Timeline, b: Timeline): boolean =>
  a.rows === b.rows &&
  a.hasOlder === b.hasOlder &&
  a.loadingOlder === b.loadingOlder &&
  a.hasNewer === b.hasNewer &&
  a.loadingNewer === b.loadingNewer &&
  a.focus === b.focus

const messages = (view: RoomView): readonly MessageRow[] => view.rows.filter(isMessage)

/** Every row: messages, notices, dates and the unread divider. */
export function useTimeline(): Timeline {
  return useRoomView(timeline, sameTimeline)
}

/** Messages only, oldest first, unsent ones last. */
export function useMessages(): readonly MessageRow[] {
  return useRoomView(messages, sameItems)
}

/** One message by its id, or undefined when it is not loaded. */
export function useMessage(id: string): MessageRow | undefined {
  const select = useCallback((view: RoomView) => messagesById(view.rows).get(id), [id])
  return useRoomView(select)
}
