import {
  createChannelAuthorizer,
  createUserAuthenticator,
  type EndpointOptions,
} from '../pusher/index.js'
import type { OwnPusher, PusherClass } from './libraries.js'
import type { WholeSettings } from './settings.js'

/**
 * Connects to Pusher, or to a server that speaks its protocol.
 *
 * @param token returns the access token that the worker is asked with
 */
export function makePusher(
  Client: PusherClass,
  settings: WholeSettings,
  token: () => Promise<string>,
): OwnPusher {
  const { pusherKey, pusherCluster, pusherHost, pusherPort, pusherTls = true } = settings
  const headers = async () => ({ Authorization: `Bearer ${await token()}` })
  const base = settings.parleyUrl?.replace(/\/+$/u, '') ?? ''
  const at = (path: string): EndpointOptions => ({ endpoint: `${base}${path}`, headers })
  return new Client(pusherKey, {
    cluster: pusherCluster ?? '',
    ...(pusherHost !== undefined && { wsHost: pusherHost }),
    ...(pusherPort !== undefined && { wsPort: pusherPort, wssPort: pusherPort }),
    forceTLS: pusherTls,
    enabledTransports: ['ws'], // with TLS too; 'wss' would try it beside a plain one that is slow
    // A dead link is noticed after 40 s instead of 150 s.
    activityTimeout: 30_000,
    pongTimeout: 10_000,
    channelAuthorization: { customHandler: createChannelAuthorizer(at('/pusher/auth')) },
    userAuthentication: { customHandler: createUserAuthenticator(at('/pusher/user-auth')) },
  })
}
