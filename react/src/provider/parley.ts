import {
  ChatError,
  createCell,
  errorCodes,
  systemClock,
  type ChatClient,
  type Clock,
  type Device,
  type Readable,
} from '../core/index.js'
import { backoff } from '../core/time/backoff.js'
import { createTimer } from '../core/time/timer.js'
import type { Session } from '../react/index.js'
import { connect } from './connect.js'
import type { AuthSession, Libraries, SupabaseLike } from './libraries.js'
import { createPersonalClient } from './personal-client.js'
import { missingIn, type ParleySettings, type WholeSettings } from './settings.js'

/** Who is signed in and what they talk through. */
export interface ParleyState {
  /** Another one for each person. */
  readonly client: ChatClient
  readonly session: Session
}

/** An app's way to its services; it does nothing before it is started. */
export interface Parley extends Readable<ParleyState> {
  /** Follows who is signed in until the returned function is called, which ends every connection. */
  readonly start: () => () => void
}

export interface ParleyOptions {
  readonly settings: Partial<ParleySettings>
  /** The app's own client; made from the settings when absent. */
  readonly supabase?: SupabaseLike | undefined
  readonly libraries: Libraries
  readonly clock?: Clock
  /** As in `ChatClientOptions`. */
  readonly device?: Device | null | undefined
}

export function createParley(options: ParleyOptions): Parley {
  const { settings, supabase: own, libraries, clock = systemClock, device } = options
  const create = () => createPersonalClient(clock, device)
  let person = create()
  let userId: string | undefined
  /** Who was signed in last, while they have neither signed out nor made way for another. */
  let owner: string | undefined
  const state = createCell<ParleyState>({ client: person.client, session: { kind: 'starting' } })

  const show = (session: Session): void => {
    state.set({ client: person.client, session })
  }

  const replacePerson = (): void => {
    if (person.isTaken()) {
      person.close()
      person = create()
    }
  }

  /**
   * Leaves nothing on the device of somebody who signed out or made way for another. A session that
   * merely cannot be read, or a provider that ends, is neither.
   */
  const forgetOwner = async (event: string, session: AuthSession | null): Promise<void> => {
    const left = owner
    if (session !== null || event === 'SIGNED_OUT') {
      owner = session?.user.id
    }
    if (left !== undefined && left !== owner) {
      await person.client.forget(left)
    }
  }

  const adopt = (
    supabase: SupabaseLike,
    whole: WholeSettings,
    session: AuthSession | null,
  ): void => {
    replacePerson()
    userId = session?.user.id
    person.open(connect(supabase, userId, whole, libraries))
    show(sessionOf(supabase, session))
  }

  const follow = async (
    supabase: SupabaseLike,
    whole: WholeSettings,
    isWanted: () => boolean,
  ): Promise<() => void> => {
    const { data } = await supabase.auth.getSession()
    if (!isWanted()) {
      return () => undefined
    }
    void forgetOwner('INITIAL_SESSION', data.session)
    adopt(supabase, whole, data.session)
    const { data: listening } = supabase.auth.onAuthStateChange((event, session) => {
      const forgotten = forgetOwner(event, session)
      if (session?.user.id !== userId) {
        adopt(supabase, whole, session)
      } else if (event === 'USER_UPDATED') {
        show(sessionOf(supabase, session))
      }
      // supabase-js waits for it before `signOut` resolves.
      return forgotten
    })
    return () => {
      listening.subscription.unsubscribe()
    }
  }

  return {
    get: state.get,
    subscribe: state.subscribe,
    start: () => {
      const again = createTimer(clock)
      let wanted = true
      let failures = 0
      let unfollow = (): void => undefined
      const isWanted = (): boolean => wanted

      const missing = missingIn(settings, own !== undefined)
      const { supabaseUrl = '', supabaseAnonKey = '', pusherKey = '' } = settings
      const load = async (): Promise<void> => {
        const supabase = own ?? (await libraries.supabase(supabaseUrl, supabaseAnonKey))
        const stop = await follow(supabase, { ...settings, pusherKey }, isWanted)
        unfollow = stop
        if (!wanted) {
          stop()
        }
      }
      const tryToLoad = (): void => {
        load().catch(() => {
          if (wanted) {
            again.set(backoff(clock, failures), tryToLoad)
            failures += 1
          }
        })
      }
      if (missing.length > 0) {
        replacePerson()
        person.fail(unsetError(missing))
        show({ kind: 'signed-out' })
      } else {
        tryToLoad()
      }
      return () => {
        wanted = false
        again.clear()
        unfollow()
        if (person.isTaken()) {
          replacePerson()
          userId = undefined
          show({ kind: 'starting' })
        }
      }
    },
  }
}

function sessionOf(supabase: SupabaseLike, session: AuthSession | null): Session {
  if (session !== null) {
    return { kind: 'signed-in', user: session.user }
  }
  return {
    kind: 'signed-out',
    signInAnonymously: async (name) => {
      const answer = await supabase.auth.signInAnonymously?.({
        options: { data: name === undefined ? {} : { display_name: name } },
      })
      if (answer?.error != null) {
        const { message, status } = answer.error
        const code = status === undefined || status === 0 ? errorCodes.network : status
        throw new ChatError('sign in', message, { code, retryable: false, cause: answer.error })
      }
    },
  }
}

function unsetError(missing: readonly string[]): ChatError {
  return new ChatError(
    'connect',
    `<ParleyProvider> has no ${missing.join(', ')}; “parley env” prints what to set, and with Vite pass {...settingsFrom(import.meta.env)}`,
    { code: errorCodes.unset, retryable: false },
  )
}
