import { toChatError } from '../core/chat-error.js'
import {
  createCell,
  type Backend,
  type LinkState,
  type Realtime,
  type RoomChannel,
} from '../core/index.js'

/** A backend that is asked for with each call, and only then. */
export function createLazyBackend(find: () => Promise<Backend>): Backend {
  return {
    snapshot: async (...args) => (await find()).snapshot(...args),
    page: async (...args) => (await find()).page(...args),
    changes: async (...args) => (await find()).changes(...args),
    send: async (...args) => (await find()).send(...args),
    search: async (...args) => (await find()).search(...args),
    setCursor: async (...args) => (await find()).setCursor(...args),
    join: async (...args) => (await find()).join(...args),
    invitation: async (...args) => (await find()).invitation(...args),
    decline: async (...args) => (await find()).decline(...args),
    edit: async (...args) => (await find()).edit(...args),
    delete: async (...args) => (await find()).delete(...args),
    react: async (...args) => (await find()).react(...args),
    unreact: async (...args) => (await find()).unreact(...args),
    pin: async (...args) => (await find()).pin(...args),
    unpin: async (...args) => (await find()).unpin(...args),
    pinned: async (...args) => (await find()).pinned(...args),
  }
}

/** A realtime service that is asked for by whoever joins a room; until then its link is connecting. */
export function createLazyRealtime(find: () => Promise<Realtime>): Realtime {
  const link = createCell<LinkState>('connecting')
  let followed: Realtime | undefined

  const found = async (): Promise<Realtime> => {
    const realtime = await find()
    if (followed !== realtime) {
      followed = realtime
      const follow = (): void => {
        link.set(realtime.link.get())
      }
      realtime.link.subscribe(follow)
      follow()
    }
    return realtime
  }

  /** Runs `use` once the service is there, unless the returned function was called before. */
  const whenFound = (
    use: (realtime: Realtime) => (() => void) | undefined,
    failed: (thrown: unknown) => void,
  ): (() => void) => {
    let wanted = true
    let stop: (() => void) | undefined
    found().then(
      (realtime) => {
        if (wanted) {
          stop = use(realtime)
        }
      },
      (thrown: unknown) => {
        if (wanted) {
          failed(thrown)
        }
      },
    )
    return () => {
      wanted = false
      stop?.()
    }
  }

  return {
    link,
    join: (address, listener) => {
      let channel: RoomChannel | undefined
      let present = false
      const leave = whenFound(
        (realtime) => {
          channel = realtime.join(address, listener)
          channel.setPresent(present)
          return channel.leave
        },
        (thrown) => {
          listener.refused(toChatError('listen to the room', thrown))
        },
      )
      return {
        setPresent: (next) => {
          present = next
          channel?.setPresent(next)
        },
        sendTyping: (active) => {
          channel?.sendTyping(active)
        },
        leave,
      }
    },
    added: (listener) =>
      whenFound(
        (realtime) => realtime.added?.(listener),
        // Who joins a room hears of it.
        () => undefined,
      ),
  }
}
