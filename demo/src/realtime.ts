import { createChannelAuthorizer } from '@parley/react/pusher'
import type { SupabaseClient } from '@supabase/supabase-js'
import Pusher from 'pusher-js/with-encryption'
import type { Config } from './config.js'
import { fieldsOf, optionalTextOf, textOf } from './reading.js'

const patience = 10_000

/** Says who is signed in now; renews the token when it is about to run out. */
async function headersOf(supabase: SupabaseClient): Promise<{ readonly Authorization: string }> {
  const { data } = await supabase.auth.getSession()
  return { Authorization: `Bearer ${data.session?.access_token ?? ''}` }
}

/** What the server said no with; whoever asked may look at the status. */
class RefusedError extends Error {
  readonly status: number

  constructor(status: number, reason: string | undefined) {
    super(reason ?? `the server answered ${status}`)
    this.name = 'RefusedError'
    this.status = status
  }
}

/** Asks our server as whom the connection signs in. */
async function signIn(supabase: SupabaseClient, socketId: string) {
  const response = await fetch('/pusher/user-auth', {
    method: 'POST',
    headers: await headersOf(supabase),
    body: new URLSearchParams({ socket_id: socketId }),
    signal: AbortSignal.timeout(patience),
  })
  const signed = fieldsOf(await response.json(), 'the signature')
  if (!response.ok) {
    throw new RefusedError(response.status, optionalTextOf(signed, 'error'))
  }
  return { auth: textOf(signed, 'auth'), user_data: textOf(signed, 'user_data') }
}

/** Connects to Pusher, or to the server that speaks like it. */
export function connectPusher(config: Config, supabase: SupabaseClient): Pusher {
  return new Pusher(config.pusherKey, {
    cluster: config.pusherCluster,
    ...(config.pusherHost !== undefined && { wsHost: config.pusherHost }),
    ...(config.pusherPort !== undefined && {
      wsPort: config.pusherPort,
      wssPort: config.pusherPort,
    }),
    forceTLS: config.pusherTls,
    enabledTransports: ['ws', 'wss'],
    disableStats: true,
    // A dead link is noticed after 40 s instead of 150 s.
    activityTimeout: 30_000,
    pongTimeout: 10_000,
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '/pusher/auth',
      customHandler: createChannelAuthorizer({
        endpoint: '/pusher/auth',
        headers: () => headersOf(supabase),
      }),
    },
    userAuthentication: {
      transport: 'ajax',
      endpoint: '/pusher/user-auth',
      customHandler: ({ socketId }, done) => {
        signIn(supabase, socketId).then(
          (signature) => {
            done(null, signature)
          },
          (error: unknown) => {
            done(error instanceof Error ? error : new Error('refused'), null)
          },
        )
      },
    },
  })
}
