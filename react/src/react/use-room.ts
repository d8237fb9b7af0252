'use client'

import type { RoomView } from '../core/index.js'
import { useRoomView } from './room-provider.js'

/** What the room is and whether it can be shown and written to. */
export type RoomState = Pick<
  RoomView,
  'phase' | 'error' | 'room' | 'canSend' | 'access' | 'invitation'
>

const select = (view: RoomView): RoomState => view

const same = (a: RoomState, b: RoomState): boolean =>
  a.phase === b.phase &&
  a.error === b.error &&
  a.room === b.room &&
  a.canSend === b.canSend &&
  a.access === b.access &&
  a.invitation === b.invitation

/** The room's name and phase; does not render again for messages. */
export function useRoom(): RoomState {
  return useRoomView(select, same)
}
