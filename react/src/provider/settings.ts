import { given } from '../core/given.js'

/** Where the services are, and the keys that a browser may know. */
export interface ParleySettings {
  /** Address of the Supabase project, or of Parley's gateway. */
  readonly supabaseUrl: string
  /** The project's public key. */
  readonly supabaseAnonKey: string
  readonly pusherKey: string
  /** Pusher's cluster, such as `eu`; needed unless `pusherHost` is given. */
  readonly pusherCluster?: string | undefined
  /** Host of any server that speaks Pusher's protocol. */
  readonly pusherHost?: string | undefined
  /** Its port; 443, or 80 without TLS, when absent. */
  readonly pusherPort?: number | undefined
  /** Whether it speaks TLS; true when absent. */
  readonly pusherTls?: boolean | undefined
  /** `true` when private rooms are on encrypted channels. */
  readonly pusherEncrypted?: boolean | undefined
  /**
   * Address of the worker, whose `/pusher/auth` and `/pusher/user-auth` sign subscriptions. When absent,
   * the page's own server answers there.
   */
  readonly parleyUrl?: string | undefined
}

/** What a bundler puts before the names of variables that browsers may read. */
const prefixes = ['VITE_', 'NEXT_PUBLIC_', '']

/**
 * Reads settings from variables under the names that `parley env` prints, such as `VITE_PUSHER_KEY` or
 * `NEXT_PUBLIC_PUSHER_KEY`. Variables that are missing or empty are left out.
 *
 * @param variables with Vite `import.meta.env`, whole
 */
export function settingsFrom(variables: object): Partial<ParleySettings> {
  const text = (...names: readonly string[]): string | undefined =>
    names
      .flatMap((name) => prefixes.map((prefix): unknown => Reflect.get(variables, prefix + name)))
      .find((value): value is string => typeof value === 'string' && value !== '')
  const flag = (name: string): boolean | undefined => {
    const value = text(name)
    return value === undefined ? undefined : value === 'true'
  }
  const port = text('PUSHER_PORT')
  return given({
    supabaseUrl: text('SUPABASE_URL'),
    supabaseAnonKey: text(
      'SUPABASE_ANON_KEY',
      'SUPABASE_PUBLISHABLE_KEY',
      'SUPABASE_PUBLISHABLE_OR_ANON_KEY',
    ),
    pusherKey: text('PUSHER_KEY'),
    pusherCluster: text('PUSHER_CLUSTER'),
    pusherHost: text('PUSHER_HOST'),
    pusherPort: port === undefined ? undefined : Number(port),
    pusherTls: flag('PUSHER_TLS'),
    pusherEncrypted: flag('PUSHER_ENCRYPTED'),
    parleyUrl: text('PARLEY_URL'),
  })
}

/** Settings that suffice to connect. */
export type WholeSettings = Partial<ParleySettings> & Pick<ParleySettings, 'pusherKey'>

/** Returns the names of what is missing to connect; a client of the app's own needs no Supabase ones. */
export function missingIn(
  settings: Partial<ParleySettings>,
  hasClient: boolean,
): readonly string[] {
  const { pusherCluster, pusherHost } = settings
  const needed = hasClient
    ? (['pusherKey'] as const)
    : (['supabaseUrl', 'supabaseAnonKey', 'pusherKey'] as const)
  return [
    ...needed.filter((name) => settings[name] === undefined),
    ...((pusherCluster ?? pusherHost) === undefined ? ['pusherHost or pusherCluster'] : []),
  ]
}
