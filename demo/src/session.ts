import {
  createChatClient,
  createCell,
  type ChatClient,
  type Person,
  type Readable,
} from '@parley/react/core'
import { createPusherRealtime } from '@parley/react/pusher'
import { createSupabaseBackend, createTokenRenewals } from '@parley/react/supabase'
import {
  createClient,
  type Session as AuthSession,
  type SupabaseClient,
} from '@supabase/supabase-js'
import type { Config } from './config.js'
import { connectPusher } from './realtime.js'
import { createRooms, type Rooms } from './rooms.js'
import { forgetRoom } from './use-route.js'

/** A person who is signed in and what they talk through. */
export interface SignedIn {
  readonly kind: 'signed-in'
  readonly user: Person
  readonly chat: ChatClient
  readonly rooms: Rooms
}

export type SessionState =
  { readonly kind: 'starting' } | { readonly kind: 'signed-out' } | SignedIn

/** Who uses this browser. The session outlives a reload. */
export interface Session extends Readable<SessionState> {
  /** Rejects with a sentence fit for people. */
  readonly signIn: (name: string) => Promise<void>
  readonly signOut: () => Promise<void>
}

function personOf(session: AuthSession): Person {
  const name: unknown = session.user.user_metadata['display_name']
  return { id: session.user.id, name: typeof name === 'string' && name !== '' ? name : 'Guest' }
}

function connect(
  config: Config,
  supabase: SupabaseClient,
  user: Person,
): { readonly state: SignedIn; readonly close: () => void } {
  const pusher = connectPusher(config, supabase)
  const realtime = createPusherRealtime(pusher, {
    renewals: createTokenRenewals(supabase),
    encrypted: config.pusherEncrypted,
  })
  const chat = createChatClient({ backend: createSupabaseBackend(supabase), realtime })
  const rooms = createRooms(supabase, pusher.user, realtime.watch)
  return {
    state: { kind: 'signed-in', user, chat, rooms },
    close: () => {
      pusher.disconnect()
    },
  }
}

/** Leaves nothing of one person to the next one at this browser: no room, nothing typed. */
function forget({ chat, user }: SignedIn): Promise<void> {
  forgetRoom()
  return chat.forget(user.id)
}

/** Opens the session kept in this browser, if there is one. */
export function createSession(config: Config): Session {
  const supabase = createClient(config.supabaseUrl, config.supabaseAnonKey, {
    auth: { persistSession: true, autoRefreshToken: true, detectSessionInUrl: false },
  })
  const state = createCell<SessionState>({ kind: 'starting' })
  let close = (): void => undefined

  supabase.auth.onAuthStateChange((_event, session) => {
    const now = state.get()
    const isOver = now.kind === 'signed-in' && now.user.id !== session?.user.id
    const forgotten = isOver ? forget(now) : undefined
    if (session === null) {
      close()
      close = () => undefined
      state.set({ kind: 'signed-out' })
    } else if (now.kind !== 'signed-in' || now.user.id !== session.user.id) {
      close()
      const link = connect(config, supabase, personOf(session))
      close = link.close
      state.set(link.state)
    }
    return forgotten
  })
  return {
    get: state.get,
    subscribe: state.subscribe,
    signIn: async (name) => {
      const { error } = await supabase.auth.signInAnonymously({
        options: { data: { display_name: name } },
      })
      if (error !== null) {
        throw new Error(
          error.status === undefined || error.status === 0
            ? 'The server cannot be reached. Is it running?'
            : `The server refused: ${error.message}`,
          { cause: error },
        )
      }
    },
    signOut: async () => {
      await supabase.auth.signOut({ scope: 'local' })
    },
  }
}
