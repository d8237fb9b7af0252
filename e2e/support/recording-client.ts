import Pusher, { type Channel, type PresenceChannel } from 'pusher-js'
import { onTestFinished } from 'vitest'
import type { Addresses } from './addresses.js'
import { until } from './wait.js'

/** One event as a channel's listener got it. */
export interface Heard {
  readonly name: string
  readonly data: unknown
}

export interface RecordingClientOptions {
  /** What it may connect by; WebSockets when absent. */
  readonly transports?: ('ws' | 'xhr_streaming' | 'xhr_polling')[]
  /** The Supabase access token that asks for channels; absent for somebody who is not signed in. */
  readonly token?: string
  /** Answers for a channel with this signature, in place of asking the product. */
  readonly signature?: (
    socketId: string,
    channel: string,
  ) => {
    readonly auth: string
    readonly channel_data?: string
    readonly shared_secret?: string
  }
  /** Answers for a sign-in with this signature, in place of asking the product. */
  readonly userSignature?: (socketId: string) => {
    readonly auth: string
    readonly user_data: string
  }
}

/** Makes a pusher-js client as an app does. */
export function pusherClient(addresses: Addresses, options: RecordingClientOptions = {}): Pusher {
  const { signature, token, transports = ['ws'], userSignature } = options
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  return new Pusher(addresses.pusher.key, {
    cluster: 'local',
    wsHost: addresses.pusher.host,
    wsPort: addresses.pusher.port,
    httpHost: addresses.pusher.host,
    httpPort: addresses.pusher.port,
    forceTLS: false,
    enabledTransports: transports,
    channelAuthorization:
      signature === undefined
        ? { transport: 'ajax', endpoint: `${addresses.web}/pusher/auth`, headers }
        : {
            customHandler: ({ socketId, channelName }, callback) => {
              callback(null, signature(socketId, channelName))
            },
          },
    userAuthentication:
      userSignature === undefined
        ? { transport: 'ajax', endpoint: `${addresses.web}/pusher/user-auth`, headers }
        : {
            customHandler: ({ socketId }, callback) => {
              callback(null, userSignature(socketId))
            },
          },
  })
}

/** A pusher-js client that writes down everything it hears, until the test is done. */
export class RecordingClient {
  readonly pusher: Pusher
  readonly heard: ReadonlyMap<string, readonly Heard[]>
  readonly errors: readonly unknown[]
  readonly #heard = new Map<string, Heard[]>()
  readonly #errors: unknown[] = []

  constructor(addresses: Addresses, options: RecordingClientOptions = {}) {
    this.pusher = pusherClient(addresses, options)
    onTestFinished(() => {
      this.pusher.disconnect()
    })
    this.heard = this.#heard
    this.errors = this.#errors
    this.pusher.connection.bind('error', (error: unknown) => {
      this.#errors.push(error)
    })
  }

  /** Waits for the connection and returns its socket id. */
  async connected(): Promise<string> {
    await until('the connection', () => this.pusher.connection.state === 'connected', {
      detail: () =>
        `; its state is ${this.pusher.connection.state}, ${JSON.stringify(this.#errors)}`,
    })
    return this.pusher.connection.socket_id
  }

  /** Asks for a channel without waiting for the answer. */
  ask(name: string): Channel {
    const list: Heard[] = []
    this.#heard.set(name, list)
    const channel = this.pusher.subscribe(name)
    channel.bind_global((event: string, data: unknown) => {
      list.push({ name: event, data })
    })
    return channel
  }

  /** Subscribes and waits for the success. */
  async join(name: string): Promise<Channel> {
    const channel = this.ask(name)
    await this.next(name, 'pusher:subscription_succeeded')
    return channel
  }

  async joinPresence(name: string): Promise<PresenceChannel> {
    const channel = await this.join(name)
    if (!('members' in channel)) {
      throw new Error(`${name} is no presence channel`)
    }
    return channel as PresenceChannel
  }

  /** Waits until a channel was refused and returns what pusher-js told the app. */
  async refused(name: string): Promise<unknown> {
    this.ask(name)
    return this.next(name, 'pusher:subscription_error')
  }

  /** Everything heard so far under that name. */
  all(channel: string, event: string): unknown[] {
    return (this.#heard.get(channel) ?? [])
      .filter((heard) => heard.name === event)
      .map((heard) => heard.data)
  }

  /** Waits until the channel has heard such an event and returns its data. */
  async next<T>(channel: string, event: string, wanted?: (data: unknown) => data is T): Promise<T>
  async next(channel: string, event: string, wanted?: (data: unknown) => boolean): Promise<unknown>
  async next(
    channel: string,
    event: string,
    wanted: (data: unknown) => boolean = () => true,
  ): Promise<unknown> {
    const found = await until(
      `${event} on ${channel}`,
      () => (this.#heard.get(channel) ?? []).find((h) => h.name === event && wanted(h.data)),
      {
        detail: () =>
          `; heard ${JSON.stringify(this.#heard.get(channel))}, errors ${JSON.stringify(this.#errors)}`,
      },
    )
    return found.data
  }
}

/** Tells whether a value off the wire is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Tells whether a `new-message` event carries this content. */
export const says =
  (content: string) =>
  (data: unknown): data is Record<string, unknown> =>
    isObject(data) && data['content'] === content
