import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** The variables that place one running product: its folder and its five ports. */
export interface Place {
  readonly PARLEY_DATA: string
  readonly PORT: string
  readonly CHANNELS_PORT: string
  readonly CHANNELS_ADMIN_PORT: string
  readonly GATEWAY_PORT: string
  readonly DATABASE_PORT: string
}

/** Where a running product answers and the keys it takes: what every test needs, as plain data. */
export interface Addresses {
  /** The worker's and the demo page's address, without a slash at the end. */
  readonly web: string
  readonly supabaseUrl: string
  readonly anonKey: string
  /** What access tokens are signed with. */
  readonly jwtSecret: string
  /** What a caller of `/webhook` shows. */
  readonly webhookSecret: string
  readonly databaseUrl: string
  readonly pusher: {
    readonly appId: string
    readonly key: string
    readonly secret: string
    readonly host: string
    readonly port: number
  }
}

/**
 * Returns `count` TCP ports of 127.0.0.1 that nobody used a moment ago, all different, below those that the
 * system itself hands out: so no connection of another program takes one before its server listens.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) {
      ports.add(port)
    }
  }
  return [...ports]
}

/** Makes a place of free ports on a data folder. */
export async function freePlace(data: string): Promise<Place> {
  const [port, channels, admin, gateway, database] = (await freePorts(5)).map(String)
  return {
    PARLEY_DATA: data,
    PORT: port ?? '',
    CHANNELS_PORT: channels ?? '',
    CHANNELS_ADMIN_PORT: admin ?? '',
    GATEWAY_PORT: gateway ?? '',
    DATABASE_PORT: database ?? '',
  }
}

/**
 * Reads dotenv lines as `./parley env` prints them. A framework's public prefix is taken off the
 * names, so that `NEXT_PUBLIC_PUSHER_KEY` and `PUSHER_KEY` are the same variable.
 */
export function parseDotenv(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const line of text.split('\n')) {
    const match = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line)
    const [, name, value] = match ?? []
    if (name !== undefined && value !== undefined) {
      variables.set(
        name.replace(/^(?:NEXT_PUBLIC|VITE)_/, ''),
        value.trim().replace(/^(['"])(.*)\1$/, '$2'),
      )
    }
  }
  return variables
}

/** Reads a place's addresses out of what `./parley env` printed for it. */
export function addressesFrom(place: Place, env: ReadonlyMap<string, string>): Addresses {
  const need = (name: string): string => {
    const value = env.get(name)
    if (value === undefined || value === '') {
      throw new Error(
        `unable to read the addresses; ./parley env printed no ${name}, only ${[...env.keys()].join(', ')}`,
      )
    }
    return value
  }
  return {
    web: `http://127.0.0.1:${place.PORT}`,
    supabaseUrl: need('SUPABASE_URL'),
    anonKey: need('SUPABASE_ANON_KEY'),
    jwtSecret: need('SUPABASE_JWT_SECRET'),
    webhookSecret: need('WEBHOOK_SECRET'),
    databaseUrl: need('DATABASE_URL'),
    pusher: {
      appId: env.get('PUSHER_APP_ID') ?? 'parley',
      key: need('PUSHER_KEY'),
      secret: need('PUSHER_SECRET'),
      host: need('PUSHER_HOST'),
      port: Number(need('PUSHER_PORT')),
    },
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((told) => {
    server.once('error', () => {
      told(false)
    })
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        told(true)
      })
    })
  })
}
