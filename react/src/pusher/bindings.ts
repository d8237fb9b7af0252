import type { PusherChannelLike } from './pusher-like.js'

/** Handlers of ours on a channel that others use too. */
export interface Bindings {
  readonly on: (event: string, handle: (data: unknown, metadata: unknown) => void) => void
  readonly onAny: (handle: (event: string, data: unknown) => void) => void
  /** Removes our handlers and no others. */
  readonly clear: () => void
}

export function createBindings(channel: PusherChannelLike): Bindings {
  const undo: (() => void)[] = []
  return {
    on: (event, handle) => {
      channel.bind(event, handle)
      undo.push(() => {
        channel.unbind(event, handle)
      })
    },
    onAny: (handle) => {
      channel.bind_global(handle)
      undo.push(() => {
        channel.unbind_global(handle)
      })
    },
    clear: () => {
      for (const step of undo.splice(0)) {
        step()
      }
    },
  }
}
