import type { Fields } from '../core/wire/values.js'
import { createProject, type ProjectOptions, type Verdict } from './project.js'
import { readAuthRequest, type AuthRequest } from './auth-request.js'
import { Refusal } from './refusal.js'
import { createSigner, sharedSecret } from './signer.js'

export interface PusherAuthOptions extends ProjectOptions {
  readonly pusherKey: string
  /** Never in the browser. */
  readonly pusherSecret: string
  /** 32 bytes in base64, where private rooms are kept from Pusher's eyes. */
  readonly pusherEncryptionMasterKey?: string
  /**
   * Returns who asks, as the access token of Supabase Auth, or nothing when nobody is signed in. By
   * default what came as `Authorization: Bearer`, which `<ParleyProvider>` sends.
   */
  readonly accessToken?: (
    request: Request,
  ) => string | null | undefined | Promise<string | null | undefined>
}

/** What is answered for one channel. */
interface Decision {
  readonly status: number
  readonly data: Fields
}

const channelForm = /^[A-Za-z0-9_\-=@,.;]{1,200}$/
const encryptedPrefix = 'private-encrypted-'
const plainRoom = 'private-room-'

/**
 * Makes a handler that decides who may listen, for an app that asks its own server instead of the
 * worker: `POST` to it as `/pusher/auth` and as `/pusher/user-auth`. Any server that speaks the web's
 * `Request` and `Response` takes it as it is.
 *
 * The database decides, with the asking person's own token. A refusal has status 400, 403, 413 or 503
 * and a sentence in `error`; it is answered, never thrown.
 *
 * Only the worker ends a connection whose token has run out: the signature made here holds until the
 * connection ends.
 *
 * @see https://pusher.com/docs/channels/server_api/authorizing-users/
 */
export function createPusherAuth(
  options: PusherAuthOptions,
): (request: Request) => Promise<Response> {
  const { accessToken = bearerOf, pusherEncryptionMasterKey: masterKey } = options
  const project = createProject(options)
  const signer = createSigner(options.pusherKey, options.pusherSecret)

  const signIn = async (token: string, socketId: string): Promise<Decision> => {
    const verdict = await project.user(token)
    if (!verdict.allowed || verdict.userId === undefined) {
      return no(403, verdict.allowed ? 'You may not sign in.' : verdict.reason)
    }
    const user_data = JSON.stringify({ id: verdict.userId, user_info: verdict.userInfo })
    return yes({ auth: await signer.user(socketId, user_data), user_data })
  }

  const grant = async (verdict: Verdict, socketId: string, channel: string): Promise<Decision> => {
    if (!verdict.allowed) {
      return no(403, verdict.reason)
    }
    const { userId, userInfo } = verdict
    const channel_data =
      userId === undefined ? undefined : JSON.stringify({ user_id: userId, user_info: userInfo })
    return yes({
      auth: await signer.channel(socketId, channel, channel_data),
      ...(channel_data === undefined ? {} : { channel_data }),
      ...(channel.startsWith(encryptedPrefix) && masterKey !== undefined
        ? { shared_secret: await sharedSecret(channel, masterKey) }
        : {}),
    })
  }

  /** Refuses what the database need not be asked about. */
  const spoiled = (channel: string): Decision | undefined => {
    if (!channelForm.test(channel)) {
      return no(400, 'Malformed request: channel_name has a wrong form.')
    }
    if (masterKey === undefined && channel.startsWith(encryptedPrefix)) {
      const cure = 'give createPusherAuth the pusherEncryptionMasterKey'
      return no(403, `Encrypted channels are not set up on this server: ${cure}.`)
    }
    if (masterKey !== undefined && channel.startsWith(plainRoom)) {
      const encrypted = `${encryptedPrefix}room-${channel.slice(plainRoom.length)}`
      return no(403, `Private rooms are encrypted on this server: listen to ${encrypted}.`)
    }
    return undefined
  }

  const decide = async (
    token: string,
    socketId: string,
    channels: readonly string[],
  ): Promise<ReadonlyMap<string, Decision>> => {
    const decisions = new Map(channels.map((channel) => [channel, spoiled(channel)]))
    const open = channels.filter((channel) => decisions.get(channel) === undefined)
    const verdicts = open.length === 0 ? [] : await project.channels(token, open)
    for (const [nth, verdict] of verdicts.entries()) {
      const channel = open[nth] ?? ''
      decisions.set(channel, await grant(verdict, socketId, channel))
    }
    return new Map(
      channels.map((channel) => [
        channel,
        decisions.get(channel) ?? no(403, 'There is no answer.'),
      ]),
    )
  }

  const answer = async (token: string, asked: AuthRequest): Promise<Decision> => {
    const { kind, socketId } = asked
    if (kind === 'sign-in') {
      return signIn(token, socketId)
    }
    if (kind === 'channel') {
      const [decision] = (await decide(token, socketId, [asked.channel])).values()
      return decision ?? no(403, 'There is no answer.')
    }
    return yes(Object.fromEntries(await decide(token, socketId, asked.channels)))
  }

  return async (request) => {
    try {
      const asked = await readAuthRequest(request)
      const token = await accessToken(request)
      if (token === undefined || token === null || token === '') {
        throw new Refusal(403, 'Sign in to listen to this channel.')
      }
      return toResponse(await answer(token, asked))
    } catch (thrown) {
      if (thrown instanceof Refusal) {
        return toResponse(no(thrown.status, thrown.message))
      }
      throw thrown
    }
  }
}

function bearerOf(request: Request): string | undefined {
  return /^bearer +(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
}

function yes(data: Fields): Decision {
  return { status: 200, data }
}

function no(status: number, reason: string): Decision {
  return { status, data: { error: reason } }
}

function toResponse({ status, data }: Decision): Response {
  return Response.json(data, { status, headers: { 'cache-control': 'no-store' } })
}
