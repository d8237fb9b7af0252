import { createPusherRealtime } from '../pusher/index.js'
import { createSupabaseBackend, createTokenRenewals } from '../supabase/index.js'
import { withStatus } from '../pusher/wire.js'
import type { Libraries, SupabaseLike } from './libraries.js'
import { makePusher } from './make-pusher.js'
import type { Connection } from './personal-client.js'
import type { WholeSettings } from './settings.js'

/** Connects one person, or nobody, who then may read public rooms. */
export function connect(
  supabase: SupabaseLike,
  userId: string | undefined,
  settings: WholeSettings,
  libraries: Libraries,
): Connection {
  const stops: (() => void)[] = []
  let closed = false

  const token = async (): Promise<string> => {
    const { session } = (await supabase.auth.getSession()).data
    if (session === null && userId !== undefined) {
      // Without the network a session cannot be renewed; who has signed out has this connection closed.
      throw new Error('the session cannot be renewed')
    }
    if (session === null || session.user.id !== userId) {
      throw new Error(withStatus('Sign in first.', 401))
    }
    return session.access_token
  }

  const renewals = createTokenRenewals(supabase)
  return {
    backend: createSupabaseBackend(supabase),
    realtime: async () => {
      const encrypted = settings.pusherEncrypted === true
      const Client = await libraries.pusher(encrypted)
      if (closed) {
        throw new Error('the connection was closed')
      }
      const pusher = makePusher(Client, settings, token)
      stops.push(() => {
        pusher.disconnect()
      })
      return createPusherRealtime(pusher, {
        encrypted,
        signIn: userId !== undefined,
        renewals: (listener) => {
          const stop = renewals(listener)
          stops.push(stop)
          return stop
        },
      })
    },
    close: () => {
      closed = true
      for (const stop of stops.splice(0)) {
        stop()
      }
    },
  }
}
