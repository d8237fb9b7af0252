import type { Realtime } from '../core/transport.js'
import { joinRoom } from './join-room.js'
import { createLink } from './link.js'
import type { PusherLike } from './pusher-like.js'
import { createSharedChannels } from './shared-channels.js'

/**
 * Listens through a pusher-js instance of the app, which is never connected or disconnected here.
 * A channel the app subscribed to before stays subscribed afterwards.
 */
export function createPusherRealtime(pusher: PusherLike): Realtime {
  const channels = createSharedChannels(pusher)
  return {
    link: createLink(pusher.connection),
    join: (address, listener) => joinRoom(channels, address, listener),
  }
}
