export {
  createChannelAuthorizer,
  type ChannelAuthorizer,
  type ChannelAuthorizerOptions,
  type ChannelSignature,
} from './create-channel-authorizer.js'
export {
  createPusherRealtime,
  type PusherRealtime,
  type PusherRealtimeOptions,
} from './create-pusher-realtime.js'
export type {
  PusherChannelLike,
  PusherConfigLike,
  PusherConnectionLike,
  PusherLike,
  PusherUserLike,
} from './pusher-like.js'
