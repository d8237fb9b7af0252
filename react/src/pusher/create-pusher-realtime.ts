import { systemClock, type Clock } from '../core/clock.js'
import type { Realtime, RoomAddress } from '../core/transport.js'
import { joinRoom } from './join-room.js'
import { createLink } from './link.js'
import { messagesChannel } from './messages-channel.js'
import type { PusherLike } from './pusher-like.js'
import { createAddedRooms } from './added-rooms.js'
import { createReconnect } from './reconnect.js'
import { createSharedChannels } from './shared-channels.js'
import { createSignIn } from './sign-in.js'
import { watchRoom } from './watch-room.js'

export interface PusherRealtimeOptions {
  /**
   * Calls `listener` whenever the access token that the app's endpoints are asked with was renewed,
   * until the returned function is called. The connection then signs in with the new one, so that it
   * outlives the old one: `createTokenRenewals` tells it of a supabase-js client.
   */
  readonly renewals?: (listener: () => void) => () => void
  /** `false` when the app calls `pusher.signin()` itself, or its server cannot sign anybody in. */
  readonly signIn?: boolean
  /** `true` when private rooms are on encrypted channels, which takes pusher-js/with-encryption. */
  readonly encrypted?: boolean
  /** The system's clock when absent. */
  readonly clock?: Clock
}

/** The realtime service, and what of it is of use beside the rooms that are open. */
export interface PusherRealtime extends Realtime {
  /**
   * Calls `changed` after each change of a room, and whenever changes may have been missed, until the
   * returned function is called. A list of many rooms asks for its counts again then: to watch takes one
   * channel and no request for the room's content.
   */
  readonly watch: (address: RoomAddress, changed: () => void) => () => void
}

/**
 * Listens through a pusher-js instance of the app. It signs the connection in when the first room is
 * joined, and connects again when the server ended the connection because of one right among several.
 * Otherwise it is for the app to connect and disconnect, and a channel the app subscribed to before
 * stays subscribed afterwards.
 */
export function createPusherRealtime(
  pusher: PusherLike,
  { renewals, signIn = true, encrypted = false, clock = systemClock }: PusherRealtimeOptions = {},
): PusherRealtime {
  const channels = createSharedChannels(pusher)
  const reconnect = createReconnect(pusher, clock, () => channels.inUse())
  const added = createAddedRooms(pusher.user)
  const signingIn = createSignIn(pusher, clock, renewals)
  const start = (): void => {
    reconnect.start()
    if (signIn) {
      signingIn.start()
    }
  }
  return {
    link: createLink(pusher.connection),
    join: (address, listener) => {
      start()
      return joinRoom(channels, address, listener, encrypted)
    },
    added: (listener) => {
      start()
      return added(listener)
    },
    watch: (address, changed) => {
      start()
      return watchRoom(channels, messagesChannel(address, encrypted), clock, changed)
    },
  }
}
