import { systemClock, type Clock } from './clock.js'
import { createRoomStore } from './create-room-store.js'
import { defaults } from './defaults.js'
import { createBrowserEnvironment, type Environment } from './environment.js'
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

interface Entry {
  readonly store: RoomStore
  readonly madeAt: number
  used: boolean
}

/** Makes the client of an app; it connects to nothing by itself. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { backend, realtime, clock = systemClock, newId = randomUuid, timeZone } = options
  const environment = options.environment ?? createBrowserEnvironment()
  const entries = new Map<string, Entry>()

  /** A rendering that was thrown away leaves a store that nobody will ever hold. */
  const sweep = () => {
    for (const [key, { madeAt, used }] of entries) {
      if (!used && clock.now() - madeAt > defaults.unusedStore) {
        entries.delete(key)
      }
    }
  }

  return {
    room: (roomId, seed) => {
      sweep()
      const key = JSON.stringify([roomId, seed.currentUser.id])
      const known = entries.get(key)
      if (known !== undefined) {
        return known.store
      }
      const services = { roomId, backend, realtime, clock, environment, timeZone, newId }
      const store = createRoomStore(
        {
          ...services,
          retained: () => {
            entry.used = true
            entries.set(key, entry)
          },
          idle: () => {
            if (entry.used && entries.get(key) === entry) {
              entries.delete(key)
            }
          },
        },
        seed,
      )
      const entry: Entry = { store, madeAt: clock.now(), used: false }
      entries.set(key, entry)
      return store
    },
  }
}
