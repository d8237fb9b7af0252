import { fieldsOf, numberOf, optionalTextOf, textOf } from './reading.js'

/** Where the parts of the service are, as the page's own server tells. */
export interface Config {
  readonly supabaseUrl: string
  readonly supabaseAnonKey: string
  readonly pusherKey: string
  /** Absent for a hosted cluster. */
  readonly pusherHost: string | undefined
  readonly pusherPort: number | undefined
  readonly pusherTls: boolean
  /** Private rooms are on encrypted channels. */
  readonly pusherEncrypted: boolean
  /** Empty for a server of one's own. */
  readonly pusherCluster: string
}

/** Reads `/config.json`. */
export function readConfig(value: unknown): Config {
  const fields = fieldsOf(value, 'the configuration')
  return {
    supabaseUrl: textOf(fields, 'supabaseUrl'),
    supabaseAnonKey: textOf(fields, 'supabaseAnonKey'),
    pusherKey: textOf(fields, 'pusherKey'),
    pusherHost: optionalTextOf(fields, 'pusherHost'),
    pusherPort: fields['pusherPort'] == null ? undefined : numberOf(fields, 'pusherPort'),
    pusherTls: fields['pusherTls'] === true,
    pusherEncrypted: fields['pusherEncrypted'] === true,
    pusherCluster: optionalTextOf(fields, 'pusherCluster') ?? '',
  }
}

/** How long the server may take to tell, in milliseconds. */
const patience = 10_000

/** Asks the page's own server; rejects with a sentence fit for people. */
export async function loadConfig(): Promise<Config> {
  let response: Response
  try {
    response = await fetch('/config.json', { signal: AbortSignal.timeout(patience) })
  } catch (cause) {
    throw new Error('The server cannot be reached. Is it running?', { cause })
  }
  if (!response.ok) {
    throw new Error(`The server answered ${response.status} when asked for its configuration.`)
  }
  try {
    return readConfig(await response.json())
  } catch (cause) {
    throw new Error('The server sent a configuration that this page cannot read.', { cause })
  }
}
