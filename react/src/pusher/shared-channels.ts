import type { PusherChannelLike, PusherLike } from './pusher-like.js'

/** A channel in use, and how to stop using it. */
export interface SharedChannel {
  readonly channel: PusherChannelLike
  readonly release: () => void
}

/** Subscriptions counted by user: the last one to leave a channel unsubscribes from it. */
export interface SharedChannels {
  readonly acquire: (name: string) => SharedChannel
  /** Whether anybody uses a channel. */
  readonly inUse: () => boolean
}

interface Entry {
  readonly channel: PusherChannelLike
  /** The app did not subscribe, so it is for us to unsubscribe. */
  readonly ours: boolean
  users: number
}

export function createSharedChannels(pusher: PusherLike): SharedChannels {
  const entries = new Map<string, Entry>()

  const open = (name: string): Entry => {
    const present = pusher.channel(name)
    const ours = present === undefined || present.subscriptionCancelled
    const entry = { channel: pusher.subscribe(name), ours, users: 0 }
    entries.set(name, entry)
    return entry
  }

  return {
    inUse: () => entries.size > 0,
    acquire: (name) => {
      const entry = entries.get(name) ?? open(name)
      entry.users += 1
      let held = true
      return {
        channel: entry.channel,
        release: () => {
          if (!held) {
            return
          }
          held = false
          entry.users -= 1
          if (entry.users === 0) {
            entries.delete(name)
            if (entry.ours) {
              pusher.unsubscribe(name)
            }
          }
        },
      }
    },
  }
}
