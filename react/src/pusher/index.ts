export {
  createChannelAuthorizer,
  type ChannelAuthorizer,
  type ChannelAuthorizerOptions,
  type ChannelSignature,
} from './create-channel-authorizer.js'
export {
  createUserAuthenticator,
  type UserAuthenticator,
  type UserAuthenticatorOptions,
  type UserSignature,
} from './create-user-authenticator.js'
export type { EndpointOptions } from './endpoint.js'
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
