import { createHmac, randomUUID } from 'node:crypto'
import { inject } from 'vitest'

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs claims as Supabase does with a project's symmetric secret; the running product's own, unless given. */
export function signedToken(
  claims: object,
  secret: string = inject('addresses').jwtSecret,
): string {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** The claims of an ordinary signed-in user. */
export function userClaims(sub: string, changes: object = {}): object {
  const now = Math.floor(Date.now() / 1_000)
  return {
    iss: 'http://127.0.0.1:54321/auth/v1',
    aud: 'authenticated',
    role: 'authenticated',
    sub,
    iat: now,
    exp: now + 3_600,
    session_id: randomUUID(),
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: now }],
    is_anonymous: false,
    email: '',
    phone: '',
    app_metadata: {},
    user_metadata: {},
    ...changes,
  }
}

/** A token of the role that passes by row level security. */
export function serviceToken(): string {
  const now = Math.floor(Date.now() / 1_000)
  return signedToken({ iss: 'supabase-demo', role: 'service_role', iat: now, exp: now + 3_600 })
}

/** Signs a channel as Pusher asks: `key:HMAC-SHA256(secret, socket:channel[:channel_data])`. */
export function channelSignature(
  key: string,
  secret: string,
  socketId: string,
  channel: string,
  channelData?: string,
): string {
  const text = [socketId, channel, ...(channelData === undefined ? [] : [channelData])].join(':')
  return `${key}:${createHmac('sha256', secret).update(text).digest('hex')}`
}
