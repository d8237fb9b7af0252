export { createPusherRealtime } from './create-pusher-realtime.js'
export type { PusherChannelLike, PusherConnectionLike, PusherLike } from './pusher-like.js'
