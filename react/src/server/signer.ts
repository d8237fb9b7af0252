/** Signs with the secret of a Pusher app. */
export interface Signer {
  /** Lets a connection into a channel; `channelData` is who is present there. */
  readonly channel: (socketId: string, channel: string, channelData?: string) => Promise<string>
  /** Signs a connection in as the user that `userData` describes. */
  readonly user: (socketId: string, userData: string) => Promise<string>
}

/** Signs as Pusher's "Generating authentication signatures" says: HMAC-SHA256, in hexadecimal. */
export function createSigner(key: string, secret: string): Signer {
  const imported = crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const sign = async (text: string): Promise<string> => {
    const signature = await crypto.subtle.sign(
      'HMAC',
      await imported,
      new TextEncoder().encode(text),
    )
    return `${key}:${hex(signature)}`
  }
  return {
    channel: (socketId, channel, channelData) =>
      sign([socketId, channel, ...(channelData === undefined ? [] : [channelData])].join(':')),
    user: (socketId, userData) => sign(`${socketId}::user::${userData}`),
  }
}

/** Returns the key of one encrypted channel, in base64; the master key is 32 bytes in base64. */
export async function sharedSecret(channel: string, masterKey: string): Promise<string> {
  const master = Uint8Array.from(atob(masterKey), (character) => character.charCodeAt(0))
  if (master.length !== 32) {
    throw new Error(`pusherEncryptionMasterKey has ${master.length} bytes, must have 32 in base64`)
  }
  const name = new TextEncoder().encode(channel)
  const both = new Uint8Array(name.length + master.length)
  both.set(name)
  both.set(master, name.length)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', both))
  return btoa(String.fromCharCode(...digest))
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
