import type {
  AuthSession,
  Libraries,
  OwnPusher,
  PusherClass,
  PusherOptions,
  SupabaseLike,
} from '../../src/provider/libraries.js'
import type { PusherChannelLike } from '../../src/pusher/index.js'

/** A pusher-js that connects to nothing and writes down what it is asked for. */
export interface FakePusher extends OwnPusher {
  readonly key: string
  readonly options: PusherOptions
  readonly state: () => 'open' | 'ended'
  readonly channels: () => readonly string[]
  readonly signIns: () => number
}

/** A supabase-js with a session that the test decides on. */
export interface FakeSupabase extends SupabaseLike {
  /** Signs in, as somebody else, or out. */
  readonly become: (userId: string | undefined) => void
  /** Tells of no session, as when one cannot be read. */
  readonly lose: () => void
  /** Tells of a new token of the same session. */
  readonly renew: () => void
  /** Functions that were called, and as whom. */
  readonly calls: readonly string[]
  readonly listeners: () => number
}

const quiet = (): undefined => undefined

function createPusherClass(made: FakePusher[]): PusherClass {
  return class implements OwnPusher {
    readonly key: string
    readonly options: PusherOptions
    readonly connection = { state: 'connected', socket_id: '1.2', bind: quiet, unbind: quiet }
    readonly user = { bind: quiet }
    readonly config
    readonly #channels = new Set<string>()
    #ended = false
    #signIns = 0

    constructor(key: string, options: PusherOptions) {
      this.key = key
      this.options = options
      this.config = { userAuthenticator: options.userAuthentication.customHandler }
      made.push(this)
    }

    readonly state = () => (this.#ended ? 'ended' : 'open')
    readonly channels = () => [...this.#channels]
    readonly signIns = () => this.#signIns

    channel() {
      return undefined
    }

    subscribe(name: string): PusherChannelLike {
      this.#channels.add(name)
      return {
        subscribed: false,
        subscriptionCancelled: false,
        bind: quiet,
        unbind: quiet,
        bind_global: quiet,
        unbind_global: quiet,
        trigger: () => true,
        disconnect: quiet,
      }
    }

    unsubscribe(name: string) {
      this.#channels.delete(name)
    }

    connect() {
      this.#ended = false
    }

    signin() {
      this.#signIns += 1
    }

    send_event() {
      return true
    }

    disconnect() {
      this.#ended = true
    }
  }
}

export function createFakeSupabase(
  answer: (name: string, userId?: string) => unknown,
): FakeSupabase {
  const listeners = new Set<Parameters<SupabaseLike['auth']['onAuthStateChange']>[0]>()
  const calls: string[] = []
  let session: AuthSession | null = null
  let tokens = 0
  const sessionOf = (
    id: string,
    data: object = { display_name: id.toUpperCase() },
  ): AuthSession => ({
    access_token: `${id}-${++tokens}`,
    user: { id, user_metadata: { ...data } },
  })
  const tell = (event: string) => {
    for (const listener of [...listeners]) {
      void listener(event, session)
    }
  }
  const become = (userId: string | undefined, data?: object) => {
    session = userId === undefined ? null : sessionOf(userId, data)
    tell(userId === undefined ? 'SIGNED_OUT' : 'SIGNED_IN')
  }
  return {
    become,
    lose: () => {
      session = null
      tell('INITIAL_SESSION')
    },
    renew: () => {
      session = session === null ? null : sessionOf(session.user.id)
      tell('TOKEN_REFRESHED')
    },
    calls,
    listeners: () => listeners.size,
    rpc: (name: string) => {
      calls.push(`${name} as ${session?.user.id ?? 'nobody'}`)
      return Promise.resolve(answer(name, session?.user.id))
    },
    auth: {
      getSession: () => Promise.resolve({ data: { session } }),
      onAuthStateChange: (listener) => {
        listeners.add(listener)
        const unsubscribe = () => {
          listeners.delete(listener)
        }
        return { data: { subscription: { unsubscribe } } }
      },
      signInAnonymously: (credentials) => {
        become('guest', credentials?.options.data)
        return Promise.resolve({ error: null })
      },
    },
  }
}

/** Both libraries, and what was made with them. */
export function createFakeLibraries(supabase: FakeSupabase) {
  const pushers: FakePusher[] = []
  const loads: string[] = []
  const Client = createPusherClass(pushers)
  const libraries: Libraries = {
    supabase: (url, anonKey) => {
      loads.push(`supabase ${url} ${anonKey}`)
      return Promise.resolve(supabase)
    },
    pusher: (encrypted) => {
      loads.push(encrypted ? 'pusher with encryption' : 'pusher')
      return Promise.resolve(Client)
    },
  }
  return { libraries, pushers, loads }
}
