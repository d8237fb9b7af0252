import Pusher from 'pusher'
import type { Addresses } from './addresses.js'

/** Makes npm `pusher`, the library that an app's server publishes with. */
export function pusherServer(
  addresses: Addresses,
  changes: Partial<Pusher.BaseOptions> = {},
): Pusher {
  const { appId, host, key, port, secret } = addresses.pusher
  return new Pusher({
    appId,
    key,
    secret,
    host,
    port: String(port),
    useTLS: false,
    timeout: 5_000,
    ...changes,
  })
}

/** Returns the HTTP status with which a call was refused. */
export async function refusal(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call
  } catch (error) {
    if (error instanceof Pusher.RequestError) {
      return error.status
    }
    throw error
  }
  throw new Error('the call was not refused')
}
