'use client'

import type { RoomView } from '../core/index.js'
import { useRoomView } from './room-provider.js'

const connection = (view: RoomView): RoomView['connection'] => view.connection
const unread = (view: RoomView): number => view.unreadCount

/** How live the room is. */
export function useConnection(): RoomView['connection'] {
  return useRoomView(connection)
}

/** How many messages of others this person has not read. */
export function useUnread(): number {
  return useRoomView(unread)
}
