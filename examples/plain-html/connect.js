/* global supabase, Pusher -- the two scripts of the page */

import { createChatClient } from '@parley/react/core'
import {
  createChannelAuthorizer,
  createPusherRealtime,
  createUserAuthenticator,
} from '@parley/react/pusher'
import { createSupabaseBackend, createTokenRenewals } from '@parley/react/supabase'
import { settings } from './settings.js'

/** Who is signed in, and the tables. */
export const database = supabase.createClient(settings.SUPABASE_URL, settings.SUPABASE_ANON_KEY)

/** Connects whoever is signed in. */
export function createChat() {
  const headers = async () => {
    const { data } = await database.auth.getSession()
    return { Authorization: `Bearer ${data.session.access_token}` }
  }
  const at = (path) => ({ endpoint: `${settings.PARLEY_URL}${path}`, headers })
  const port = settings.PUSHER_PORT && Number(settings.PUSHER_PORT)
  const pusher = new Pusher(settings.PUSHER_KEY, {
    cluster: settings.PUSHER_CLUSTER ?? '',
    // a server of one's own, where there is one
    ...(settings.PUSHER_HOST && { wsHost: settings.PUSHER_HOST, wsPort: port, wssPort: port }),
    forceTLS: settings.PUSHER_TLS !== 'false',
    enabledTransports: ['ws'],
    channelAuthorization: { customHandler: createChannelAuthorizer(at('/pusher/auth')) },
    userAuthentication: { customHandler: createUserAuthenticator(at('/pusher/user-auth')) },
  })
  return createChatClient({
    backend: createSupabaseBackend(database),
    realtime: createPusherRealtime(pusher, { renewals: createTokenRenewals(database) }),
  })
}
