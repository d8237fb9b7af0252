import { isFields, texts } from '../core/wire/values.js'
import type { PusherUserLike } from './pusher-like.js'

/**
 * Tells listeners of each room that the signed-in user is added to. The user of pusher-js is bound to
 * once and for all, with the first listener.
 */
export function createAddedRooms(
  user: PusherUserLike,
): (listener: (roomId: string) => void) => () => void {
  const listeners = new Set<(roomId: string) => void>()
  let bound = false
  const tell = (data: unknown): void => {
    const { room_id } = isFields(data) ? texts(data, ['room_id']) : {}
    if (room_id !== undefined) {
      for (const listener of [...listeners]) {
        listener(room_id)
      }
    }
  }
  return (listener) => {
    const own = (roomId: string): void => {
      listener(roomId)
    }
    listeners.add(own)
    if (!bound) {
      bound = true
      user.bind('added-to-room', tell)
    }
    return () => {
      listeners.delete(own)
    }
  }
}
