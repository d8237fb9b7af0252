import type { RoomAddress } from '../core/transport.js'

/** Returns the name of the channel that a room's messages are published on. */
export function messagesChannel({ roomId, visibility }: RoomAddress, encrypted: boolean): string {
  const prefix = visibility === 'public' ? '' : encrypted ? 'private-encrypted-' : 'private-'
  return `${prefix}room-${roomId}`
}
