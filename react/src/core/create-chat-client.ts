import { toChatError } from './chat-error.js'
import { systemClock, type Clock } from './clock.js'
import { createRoomStore } from './create-room-store.js'
import { createBrowserDevice } from './device/browser-device.js'
import type { Device } from './device/device.js'
import { createMemoryDrafts } from './device/memory-drafts.js'
import { defaults } from './defaults.js'
import { createDraft } from './draft.js'
import { createBrowserEnvironment, type Environment } from './environment.js'
import { createCell } from './readable.js'
import type { Keeping } from './outbox/persistence.js'
import { createTab } from './outbox/tab.js'
import { createStorageWarning } from './device/storage-warning.js'
import type { ChatClient, RoomStore } from './room-store.js'
import { withDeadline } from './time/deadline.js'
import type { Backend, Realtime } from './transport.js'
import { randomUuid } from './uuid.js'

export interface ChatClientOptions {
  readonly backend: Backend
  readonly realtime: Realtime
  /** The system's clock when absent. */
  readonly clock?: Clock
  /** The browser's window when absent. */
  readonly environment?: Environment
  /** What is kept beyond the page: the browser's storage when absent, nothing when null. */
  readonly device?: Device | null
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
  const device = options.device === undefined ? createBrowserDevice() : (options.device ?? {})
  const drafts = device.drafts ?? createMemoryDrafts()
  const storageFailed = createStorageWarning()
  /** People of whom nothing is kept any more. */
  const forgotten = new Set<string>()
  let isClosed = false
  const keeping: Keeping = {
    storage: device.mutations,
    tabs: device.tabs,
    tab: createTab(device.tabs, environment),
    isSealed: (userId) => isClosed || forgotten.has(userId),
    failed: storageFailed,
  }
  /**
   * Only stores that somebody retained. A server renders with one client for everybody and retains
   * nothing, so what it renders with is never found here.
   */
  const stores = createCell<ReadonlyMap<string, RoomStore>>(new Map())
  const inUse = (roomId: string, userId: string) => stores.get().get(keyOf(roomId, userId))

  return {
    inUse,
    subscribe: stores.subscribe,
    search: (query, signal) =>
      withDeadline(clock, defaults.readTimeout, 'search', backend.search(query, signal)).catch(
        (thrown: unknown) => {
          throw toChatError('search', thrown)
        },
      ),
    room: (roomId, seed) => {
      const userId = seed.currentUser.id
      const known = inUse(roomId, userId)
      if (known !== undefined) {
        return known
      }
      const key = keyOf(roomId, userId)
      const services = { roomId, backend, realtime, clock, environment, timeZone, newId, keeping }
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
    draft: (roomId, userId) =>
      createDraft({
        roomId,
        userId,
        storage: drafts,
        clock,
        environment,
        isSealed: () => forgotten.has(userId),
        failed: storageFailed,
      }),
    forget: async (userId) => {
      // First, so that nothing that is still to be written returns.
      forgotten.add(userId)
      try {
        drafts.clear(userId)
        const { mutations } = device
        if (mutations !== undefined) {
          const clearing = mutations.clear(userId)
          await withDeadline(
            clock,
            defaults.storageTimeout,
            'forget a person',
            clearing,
            'the storage',
          )
        }
      } catch (error) {
        storageFailed(error)
      }
    },
    close: () => {
      isClosed = true
      keeping.tab.leave()
    },
  }
}
