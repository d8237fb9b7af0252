export { createPusherRealtime, type PusherRealtimeOptions } from './create-pusher-realtime.js'
export type {
  PusherChannelLike,
  PusherConfigLike,
  PusherConnectionLike,
  PusherLike,
  PusherUserLike,
} from './pusher-like.js'
