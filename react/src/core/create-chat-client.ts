import { systemClock, type Clock } from './clock.js'
import { createRoomStore } from './create-room-store.js'
import { createBrowserEnvironment, type Environment } from './environment.js'
import { createCell } from './readable.js'
import type { ChatClient, RoomStore } from './room-store.js'
import type { Backend, Realtime } from './transport.js'
import { randomUuid } from './uuid.js'

export interface ChatClientOptions {
  readonly backend: Backend
  readonly realtime: Realtime
  /** The system's clock when absent. */
  readonly clock?: Clock
  /** The browser's window when absent. */
  readonly environment?: Environment
  /** Zone in which days begin, such as `Europe/Berlin`; the device's own when absent. */
  readonly timeZone?: string
  /** Makes the ids of messages: UUIDs. */
  readonly newId?: () => string
}

const keyOf = (roomId: string, userId: string): string => JSON.stringify([roomId, userId])

/** Makes the client of an app; it connects to nothing by itself. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { backend, realtime, clock = systemClock, newId = randomUuid, timeZone } = options
  const environment = options.environment ?? createBrowserEnvironment()
  /**
   * Only stores that somebody retained. A server renders with one client for everybody and retains
   * nothing, so what it renders with is never found here.
   */
  const stores = createCell<ReadonlyMap<string, RoomStore>>(new Map())
  const inUse = (roomId: string, userId: string) => stores.get().get(keyOf(roomId, userId))

  return {
    inUse,
    subscribe: stores.subscribe,
    room: (roomId, seed) => {
      const userId = seed.currentUser.id
      const known = inUse(roomId, userId)
      if (known !== undefined) {
        return known
      }
      const key = keyOf(roomId, userId)
      const services = { roomId, backend, realtime, clock, environment, timeZone, newId }
      const store = createRoomStore(
        {
          ...services,
          retained: () => {
            if (!stores.get().has(key)) {
              stores.set(new Map(stores.get()).set(key, store))
            }
          },
          idle: () => {
            if (inUse(roomId, userId) === store) {
              stores.set(new Map([...stores.get()].filter(([other]) => other !== key)))
            }
          },
        },
        seed,
      )
      return store
    },
  }
}
