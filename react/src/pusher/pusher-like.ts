// Methods rather than function properties: pusher-js declares them so, and they are called bound.

/** What is used of a pusher-js instance, which the app makes and connects. */
export interface PusherLike {
  readonly connection: PusherConnectionLike
  /** The signed-in user, who hears what concerns nobody else. */
  readonly user: PusherUserLike
  readonly config: PusherConfigLike
  /** Returns the channel if somebody has subscribed to it. */
  channel(name: string): PusherChannelLike | undefined
  subscribe(name: string): PusherChannelLike
  unsubscribe(name: string): void
  connect(): void
  signin(): void
  send_event(event: string, data: unknown): boolean
}

export interface PusherConfigLike {
  /** Asks the app's server as whom a connection signs in. */
  readonly userAuthenticator: (
    connection: { readonly socketId: string },
    done: (
      error: Error | null,
      signature: { readonly auth: string; readonly user_data: string } | null,
    ) => void,
  ) => void
}

export interface PusherUserLike {
  bind(event: string, callback: (data: unknown) => void): unknown
}

export interface PusherConnectionLike {
  /** `initialized`, `connecting`, `connected`, `unavailable`, `failed` or `disconnected`. */
  readonly state: string
  readonly socket_id: string
  bind(event: string, callback: (data: unknown) => void): unknown
  unbind(event: string, callback: (data: unknown) => void): unknown
}

export interface PusherChannelLike {
  readonly subscribed: boolean
  readonly subscriptionCancelled: boolean
  /** On presence channels: who is there. */
  readonly members?: unknown
  bind(event: string, callback: (data: unknown, metadata: unknown) => void): unknown
  unbind(event: string, callback: (data: unknown, metadata: unknown) => void): unknown
  bind_global(callback: (event: string, data: unknown) => void): unknown
  unbind_global(callback: (event: string, data: unknown) => void): unknown
  trigger(event: string, data: unknown): boolean
  /** Forgets the subscription without a word to the server, which has ended it. */
  disconnect(): void
}
