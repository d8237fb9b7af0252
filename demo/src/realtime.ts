import { createChannelAuthorizer, createUserAuthenticator } from '@parley/react/pusher'
import type { SupabaseClient } from '@supabase/supabase-js'
import Pusher from 'pusher-js/with-encryption'
import type { Config } from './config.js'

/** Says who is signed in now; renews the token when it is about to run out. */
async function headersOf(supabase: SupabaseClient): Promise<{ readonly Authorization: string }> {
  const { data } = await supabase.auth.getSession()
  return { Authorization: `Bearer ${data.session?.access_token ?? ''}` }
}

/** Connects to Pusher, or to the server that speaks like it. */
export function connectPusher(config: Config, supabase: SupabaseClient): Pusher {
  const headers = () => headersOf(supabase)
  return new Pusher(config.pusherKey, {
    cluster: config.pusherCluster,
    ...(config.pusherHost !== undefined && { wsHost: config.pusherHost }),
    ...(config.pusherPort !== undefined && {
      wsPort: config.pusherPort,
      wssPort: config.pusherPort,
    }),
    forceTLS: config.pusherTls,
    enabledTransports: ['ws'],
    disableStats: true,
    // A dead link is noticed after 40 s instead of 150 s.
    activityTimeout: 30_000,
    pongTimeout: 10_000,
    channelAuthorization: {
      customHandler: createChannelAuthorizer({ endpoint: '/pusher/auth', headers }),
    },
    userAuthentication: {
      customHandler: createUserAuthenticator({ endpoint: '/pusher/user-auth', headers }),
    },
  })
}
