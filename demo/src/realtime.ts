import type { SupabaseClient } from '@supabase/supabase-js'
import Pusher from 'pusher-js/with-encryption'
import type { Config } from './config.js'
import { fieldsOf, optionalTextOf, textOf, type Fields } from './reading.js'

const patience = 10_000

/** Asks our server for a signature, as the person who is signed in now. */
async function ask(
  supabase: SupabaseClient,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<Fields> {
  // Renews the token when it is about to run out.
  const { data } = await supabase.auth.getSession()
  const response = await fetch(path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${data.session?.access_token ?? ''}` },
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(patience),
  })
  const answer = fieldsOf(await response.json(), 'the authorization')
  if (!response.ok) {
    throw new RefusedError(response.status, optionalTextOf(answer, 'error'))
  }
  return answer
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

/** Hands an answer, or why there is none, to pusher-js. */
function answer<T>(answering: Promise<T>, done: (error: Error | null, data: T | null) => void) {
  answering.then(
    (data) => {
      done(null, data)
    },
    (error: unknown) => {
      done(error instanceof Error ? error : new Error('refused'), null)
    },
  )
}

async function authorize(supabase: SupabaseClient, socketId: string, channelName: string) {
  const signed = await ask(supabase, '/pusher/auth', {
    socket_id: socketId,
    channel_name: channelName,
  })
  const channelData = optionalTextOf(signed, 'channel_data')
  const sharedSecret = optionalTextOf(signed, 'shared_secret')
  return {
    auth: textOf(signed, 'auth'),
    ...(channelData !== undefined && { channel_data: channelData }),
    ...(sharedSecret !== undefined && { shared_secret: sharedSecret }),
  }
}

async function signIn(supabase: SupabaseClient, socketId: string) {
  const signed = await ask(supabase, '/pusher/user-auth', { socket_id: socketId })
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
      customHandler: ({ socketId, channelName }, done) => {
        answer(authorize(supabase, socketId, channelName), done)
      },
    },
    userAuthentication: {
      transport: 'ajax',
      endpoint: '/pusher/user-auth',
      customHandler: ({ socketId }, done) => {
        answer(signIn(supabase, socketId), done)
      },
    },
  })
}
