import { isFields, texts } from '../core/wire/values.js'
import { post, RefusedError, toError, type EndpointOptions } from './endpoint.js'

/** How many channels the worker answers for in one request. */
const most = 100

/** `endpoint` is the worker's `POST /pusher/auth`, or one of the app that answers like it. */
export type ChannelAuthorizerOptions = EndpointOptions

/** What lets a connection into a channel. */
export interface ChannelSignature {
  readonly auth: string
  readonly channel_data?: string
  readonly shared_secret?: string
}

/** What pusher-js wants as `channelAuthorization.customHandler`. */
export type ChannelAuthorizer = (
  wish: { readonly socketId: string; readonly channelName: string },
  done: (error: Error | null, signature: ChannelSignature | null) => void,
) => void

interface Wish {
  readonly channelName: string
  readonly done: Parameters<ChannelAuthorizer>[1]
}

/**
 * Asks for all channels that pusher-js wants in one task, as after each connecting, with one request for
 * up to 100 of them.
 */
export function createChannelAuthorizer(options: ChannelAuthorizerOptions): ChannelAuthorizer {
  const waiting = new Map<string, Wish[]>()

  const send = (socketId: string, wishes: readonly Wish[]): void => {
    const channels = wishes.map(({ channelName }) => channelName)
    const asking = post(options, formOf(socketId, channels))
    for (const { channelName, done } of wishes) {
      void asking
        .then((body) => signatureOf(channels.length === 1 ? body : partOf(body, channelName)))
        .then(
          (signature) => {
            done(null, signature)
          },
          (error: unknown) => {
            done(toError(error), null)
          },
        )
    }
  }

  const flush = (): void => {
    for (const [socketId, wishes] of waiting) {
      for (let start = 0; start < wishes.length; start += most) {
        send(socketId, wishes.slice(start, start + most))
      }
    }
    waiting.clear()
  }

  return ({ socketId, channelName }, done) => {
    if (waiting.size === 0) {
      queueMicrotask(flush)
    }
    const wishes = waiting.get(socketId) ?? []
    wishes.push({ channelName, done })
    waiting.set(socketId, wishes)
  }
}

/** A single channel is asked for in Pusher's own form, which every server knows. */
function formOf(socketId: string, channels: readonly string[]): URLSearchParams {
  const form = new URLSearchParams({ socket_id: socketId })
  channels.forEach((name, place) => {
    form.append(channels.length === 1 ? 'channel_name' : `channel_name[${place}]`, name)
  })
  return form
}

/** Returns what an answer for many channels says of one. */
function partOf(body: unknown, channelName: string): unknown {
  const part = isFields(body) ? body[channelName] : undefined
  const { status, data } = isFields(part) ? part : {}
  if (typeof status !== 'number') {
    throw new Error('the server did not answer for this channel')
  }
  if (status !== 200) {
    throw new RefusedError(status, data)
  }
  return data
}

function signatureOf(body: unknown): ChannelSignature {
  const { auth, ...rest } = isFields(body)
    ? texts(body, ['auth', 'channel_data', 'shared_secret'])
    : {}
  if (auth === undefined) {
    throw new Error('the answer has no signature')
  }
  return { auth, ...rest }
}
