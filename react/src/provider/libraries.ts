import type { UserInput } from '../core/index.js'
import type { ChannelAuthorizer, PusherLike, UserAuthenticator } from '../pusher/index.js'
import type { RpcClient } from '../supabase/index.js'

/** Somebody's session at Supabase. */
export interface AuthSession {
  readonly access_token: string
  readonly user: UserInput & { readonly id: string }
}

/** What is used of a supabase-js client. */
export interface SupabaseLike extends RpcClient {
  readonly auth: {
    getSession(): Promise<{ readonly data: { readonly session: AuthSession | null } }>
    onAuthStateChange(
      callback: (event: string, session: AuthSession | null) => void | Promise<void>,
    ): {
      readonly data: { readonly subscription: { unsubscribe(): void } }
    }
    signInAnonymously?(credentials?: { readonly options: { readonly data: object } }): Promise<{
      readonly error: { readonly message: string; readonly status?: number | undefined } | null
    }>
  }
}

/** What pusher-js is told. */
export interface PusherOptions {
  readonly cluster: string
  readonly wsHost?: string
  readonly wsPort?: number
  readonly wssPort?: number
  readonly forceTLS: boolean
  readonly enabledTransports: 'ws'[]
  readonly activityTimeout: number
  readonly pongTimeout: number
  readonly channelAuthorization: { readonly customHandler: ChannelAuthorizer }
  readonly userAuthentication: { readonly customHandler: UserAuthenticator }
}

/** A connection of our own, which is ours to end. */
export interface OwnPusher extends PusherLike {
  disconnect(): void
}

/** The class that pusher-js exports. */
export type PusherClass = new (key: string, options: PusherOptions) => OwnPusher

/** What the provider connects with, loaded when it is needed. */
export interface Libraries {
  readonly supabase: (url: string, anonKey: string) => Promise<SupabaseLike>
  readonly pusher: (encrypted: boolean) => Promise<PusherClass>
}

/**
 * One supabase-js client per project and page: the session belongs to the browser, and two clients of one
 * session renew its token twice. Only effects come here, so it stays empty on a server.
 */
const clients = new Map<string, Promise<SupabaseLike>>()

/** The libraries themselves. They are imported when first needed: no server loads them. */
export const browserLibraries: Libraries = {
  supabase: (url, anonKey) => {
    const key = `${url} ${anonKey}`
    const known = clients.get(key)
    if (known !== undefined) {
      return known
    }
    const made = import('@supabase/supabase-js').then(({ createClient }) =>
      createClient(url, anonKey),
    )
    clients.set(key, made)
    made.catch(() => clients.delete(key))
    return made
  },
  pusher: async (encrypted) => {
    const loaded = await (encrypted ? import('pusher-js/with-encryption') : import('pusher-js'))
    return loaded.default
  },
}
