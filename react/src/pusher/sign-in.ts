import type { Clock } from '../core/clock.js'
import { backoff } from '../core/time/backoff.js'
import { createTimer } from '../core/time/timer.js'
import type { PusherLike } from './pusher-like.js'
import { readRefusal } from './wire.js'

/** Signs the connection in as the app's user. */
export interface SignIn {
  /** Signs in now and on every connection to come; once is enough. */
  readonly start: () => void
}

/**
 * pusher-js signs in once for each connection and gives up when the endpoint is away. Here it is asked
 * again until it answers, and anew when the access token was renewed, which only a second sign-in tells
 * the server.
 */
export function createSignIn(
  pusher: PusherLike,
  clock: Clock,
  renewals?: (listener: () => void) => () => void,
): SignIn {
  const { connection } = pusher
  const again = createTimer(clock)
  let started = false
  let failures = 0

  const failed = (error: unknown) => {
    const refusal = readRefusal(error)
    // Who is refused stays so until there is another token, or another connection.
    if (refusal.retryable && connection.state === 'connected') {
      again.set(backoff(clock, failures), authenticate)
      failures += 1
    }
  }

  const authenticate = () => {
    again.clear()
    if (connection.state !== 'connected') {
      return
    }
    const socketId = connection.socket_id
    pusher.config.userAuthenticator({ socketId }, (error, signature) => {
      if (connection.socket_id !== socketId) {
        return
      }
      if (error !== null || signature === null) {
        failed(error)
        return
      }
      failures = 0
      const { auth, user_data } = signature
      pusher.send_event('pusher:signin', { auth, user_data })
    })
  }

  return {
    start: () => {
      if (started) {
        return
      }
      started = true
      connection.bind('state_change', () => {
        again.clear()
        failures = 0
      })
      pusher.user.bind('pusher:signin_error', failed)
      renewals?.(authenticate)
      pusher.signin()
    },
  }
}
