import { systemClock, type Clock } from '../core/clock.js'
import type { Realtime } from '../core/transport.js'
import { joinRoom } from './join-room.js'
import { createLink } from './link.js'
import type { PusherLike } from './pusher-like.js'
import { createReturn } from './return.js'
import { createSharedChannels } from './shared-channels.js'
import { createSignIn } from './sign-in.js'

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

/**
 * Listens through a pusher-js instance of the app. It signs the connection in when the first room is
 * joined, and connects again when the server ended the connection because of one right among several.
 * Otherwise it is for the app to connect and disconnect, and a channel the app subscribed to before
 * stays subscribed afterwards.
 */
export function createPusherRealtime(
  pusher: PusherLike,
  { renewals, signIn = true, encrypted = false, clock = systemClock }: PusherRealtimeOptions = {},
): Realtime {
  const channels = createSharedChannels(pusher)
  const comeBack = createReturn(pusher, clock, () => channels.inUse())
  const signingIn = createSignIn(pusher, clock, renewals)
  return {
    link: createLink(pusher.connection),
    join: (address, listener) => {
      comeBack.start()
      if (signIn) {
        signingIn.start()
      }
      return joinRoom(channels, address, listener, encrypted)
    },
  }
}
