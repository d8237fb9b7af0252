'use client'

import type { RoomStore } from '../core/index.js'
import { useRoomStore } from './room-provider.js'

/** What can be done in a room; the same object for as long as the room is open. */
export type RoomActions = Pick<
  RoomStore,
  | 'send'
  | 'edit'
  | 'delete'
  | 'react'
  | 'unreact'
  | 'toggleReaction'
  | 'pin'
  | 'unpin'
  | 'retry'
  | 'discard'
  | 'loadOlder'
  | 'loadNewer'
  | 'around'
  | 'latest'
  | 'typing'
  | 'seen'
  | 'markRead'
  | 'join'
  | 'decline'
  | 'reload'
>

/** The commands of the nearest room; never renders again by itself. */
export function useRoomActions(): RoomActions {
  return useRoomStore()
}
