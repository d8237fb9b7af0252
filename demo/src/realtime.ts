import type { SupabaseClient } from '@supabase/supabase-js'
import Pusher from 'pusher-js'
import type { Config } from './config.js'
import { fieldsOf, textOf } from './reading.js'

const patience = 10_000

/** Asks our server to sign a subscription as the person who is signed in now. */
async function authorize(
  supabase: SupabaseClient,
  socketId: string,
  channelName: string,
): Promise<{ auth: string; channel_data?: string }> {
  // Renews the token when it is about to run out.
  const { data } = await supabase.auth.getSession()
  const response = await fetch('/pusher/auth', {
    method: 'POST',
    headers: { Authorization: `Bearer ${data.session?.access_token ?? ''}` },
    body: new URLSearchParams({ socket_id: socketId, channel_name: channelName }),
    signal: AbortSignal.timeout(patience),
  })
  const answer = fieldsOf(await response.json(), 'the authorization')
  if (!response.ok) {
    const reason = answer['error']
    throw new Error(typeof reason === 'string' ? reason : `the server answered ${response.status}`)
  }
  const channelData = answer['channel_data']
  return {
    auth: textOf(answer, 'auth'),
    ...(typeof channelData === 'string' && { channel_data: channelData }),
  }
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
      customHandler: ({ socketId, channelName }, done) => {
        authorize(supabase, socketId, channelName).then(
          (auth) => {
            done(null, auth)
          },
          (error: unknown) => {
            done(error instanceof Error ? error : new Error('refused'), null)
          },
        )
      },
    },
  })
}
