// Methods rather than function properties: pusher-js declares them so, and they are called bound.

/** What is used of a pusher-js instance, which the app makes and connects. */
export interface PusherLike {
  readonly connection: PusherConnectionLike
  /** Returns the channel if somebody has subscribed to it. */
  channel(name: string): PusherChannelLike | undefined
  subscribe(name: string): PusherChannelLike
  unsubscribe(name: string): void
}

export interface PusherConnectionLike {
  /** `initialized`, `connecting`, `connected`, `unavailable`, `failed` or `disconnected`. */
  readonly state: string
  bind(event: string, callback: () => void): unknown
  unbind(event: string, callback: () => void): unknown
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
}
