import { defaults } from '../defaults.js'
import type { MutationStorage, Tabs } from '../device/device.js'
import type { Effect } from '../room/effects.js'
import type { RoomContext } from '../room/room-context.js'
import { withDeadline } from '../time/deadline.js'
import { createTimer } from '../time/timer.js'
import {
  fromStored,
  isCurrent,
  toStored,
  type StoredMutation,
} from '../mutations/stored-mutation.js'
import type { Tab } from './tab.js'

/** Where a client keeps what is not settled. */
export interface Keeping {
  /** Absent where nothing outlives the page. */
  readonly storage: MutationStorage | undefined
  readonly tabs: Tabs | undefined
  readonly tab: Tab
  /** Whether nothing may be kept or sent for a person any more. */
  readonly isSealed: (userId: string) => boolean
  /** Called when the storage fails, which hinders nothing. */
  readonly failed: (error: unknown) => void
}

/**
 * Keeps on the device what a room asked of the server, and takes over what was left there by tabs that
 * are gone. Only a room that is open does so: what waits in another one is shown and sent when somebody
 * opens that. Where tabs cannot tell which of them live, a room takes over everything, once, when it opens:
 * two tabs may then send the same, which the server does once.
 */
export interface Persistence extends Effect {
  /** Calls `then`, perhaps at once, when a mutation is kept or cannot be. */
  readonly whenKept: (id: string, then: () => void) => void
  /** Looks now and then for what tabs that are gone have left in this room, until the result is called. */
  readonly watch: () => () => void
}

interface Kept {
  readonly mutation: StoredMutation
  /** Settles when it is on the device, or cannot be. */
  readonly written: Promise<void>
}

/** The actions after which other mutations may be open than before. */
export const mutationAnswers: Effect['answers'] = [
  'asked',
  'restored',
  'device-online',
  'mutation-failed',
  'retried',
  'discarded',
  'event',
  'snapshot',
  'answer',
  'page',
  'reply',
  'confirmed',
  'accomplished',
]

export function createPersistence(context: RoomContext, keeping: Keeping): Persistence {
  const { clock, environment, roomId, state, dispatch } = context
  const { storage, tabs, tab, isSealed, failed } = keeping
  const userId = state().me.id
  const kept = new Map<string, Kept>()
  let queue: Promise<void> = Promise.resolve()
  let isFailing = false
  let lastPlace = 0

  const note = (error: unknown) => {
    isFailing = true
    failed(error)
  }

  /** Does one after the other, and settles when it is done or cannot be. */
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const next = async () => {
      if (!isSealed(userId)) {
        const { storageTimeout } = defaults
        await withDeadline(clock, storageTimeout, 'keep the message', work(), 'the storage')
      }
    }
    queue = queue.then(next).catch(note)
    return queue
  }

  const write = (mutation: StoredMutation, put: MutationStorage['put']) => {
    // Kept before the tab counts as living: the page may be left at once, and taken over it is sent once.
    const written = enqueue(async () => {
      await Promise.all([put(mutation), tab.enter()])
    })
    kept.set(mutation.id, { mutation, written })
  }

  const nextPlace = () => {
    lastPlace = Math.max(clock.now(), lastPlace + 1)
    return lastPlace
  }

  const run = () => {
    if (storage === undefined) {
      return
    }
    const open = state().mutations.filter((pending) => pending.state.kind !== 'done')
    for (const pending of open) {
      const known = kept.get(pending.mutation.id)?.mutation
      if (known === undefined || !isCurrent(known, pending)) {
        const place = known?.place ?? nextPlace()
        write(toStored(pending, { userId, roomId, place, tab: tab.id() }), storage.put)
      }
    }
    const ids = new Set(open.map(({ mutation }) => mutation.id))
    for (const id of kept.keys()) {
      if (!ids.has(id)) {
        kept.delete(id)
        void enqueue(() => storage.remove(userId, id))
      }
    }
  }

  /** Stamps what others have left here with this tab, which then sends it. */
  const adopt = async (
    { read, put }: MutationStorage,
    living: ReadonlySet<string>,
    isWanted: () => boolean,
  ) => {
    const left = (await read(userId))
      .filter((each) => each.roomId === roomId && each.tab !== tab.id() && !living.has(each.tab))
      .sort((one, other) => one.place - other.place)
    if (left.length === 0 || !isWanted()) {
      return
    }
    await tab.enter()
    if (isSealed(userId)) {
      return
    }
    const online = environment.online.get()
    const writings = left.map((each) => {
      const mutation = { ...each, tab: tab.id() }
      const written = put(mutation).catch(note)
      kept.set(each.id, { mutation, written })
      return written
    })
    dispatch({ kind: 'restored', mutations: left.map((each) => fromStored(each, online)) })
    await Promise.all(writings)
  }

  return {
    answers: mutationAnswers,
    run,
    whenKept: (id, then) => {
      const writing = kept.get(id)?.written
      if (writing === undefined || isFailing) {
        then()
      } else {
        void writing.then(then)
      }
    },
    watch: () => {
      if (storage === undefined) {
        return () => undefined
      }
      let isWanted = true
      const again = createTimer(clock)
      const look = () => {
        const work = (living: ReadonlySet<string>) => adopt(storage, living, () => isWanted)
        const looking = tabs === undefined ? work(new Set()) : tabs.alone(userId, work)
        looking.catch(note)
        if (tabs !== undefined) {
          again.set(defaults.adoptEvery, look)
        }
      }
      const stopWatching = environment.visible.subscribe(() => {
        if (environment.visible.get() && tabs !== undefined) {
          look()
        }
      })
      look()
      return () => {
        isWanted = false
        again.clear()
        stopWatching()
      }
    },
  }
}
