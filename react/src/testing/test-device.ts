import { createMemoryDrafts } from '../core/device/memory-drafts.js'
import type { Device, DraftStorage, MutationStorage, Tabs } from '../core/device/device.js'
import type { StoredMutation } from '../core/mutations/stored-mutation.js'

/** The device of one tab, and the end of that tab. */
export interface TestTab extends Device {
  readonly drafts: DraftStorage
  readonly mutations: MutationStorage
  readonly tabs: Tabs
  /** Ends the tab as a crash does: its locks are free, and nothing it still does reaches the device. */
  readonly crash: () => void
}

/** A device in memory, which outlives its tabs. */
export interface TestDevice {
  readonly openTab: () => TestTab
  /** What is kept of a person. */
  readonly mutations: (userId: string) => readonly StoredMutation[]
}

export function createTestDevice(): TestDevice {
  const kept = new Map<string, StoredMutation>()
  const living = new Set<string>()
  const drafts = createMemoryDrafts()
  let alone: Promise<unknown> = Promise.resolve()
  const keyOf = (userId: string, id: string) => JSON.stringify([userId, id])
  const of = (userId: string) => [...kept.values()].filter((each) => each.userId === userId)

  return {
    mutations: of,
    openTab: () => {
      const entered = new Set<string>()
      let isGone = false
      let end = (): void => undefined
      const gone = new Promise<void>((resolve) => {
        end = resolve
      })
      /** A tab that is gone finds and changes nothing. */
      const work = <T>(act: () => T, nothing: T): Promise<T> =>
        Promise.resolve(isGone ? nothing : act())
      return {
        drafts,
        mutations: {
          read: (userId) => work(() => structuredClone(of(userId)), []),
          put: (mutation) =>
            work(() => {
              kept.set(keyOf(mutation.userId, mutation.id), structuredClone(mutation))
            }, undefined),
          remove: (userId, id) =>
            work(() => {
              kept.delete(keyOf(userId, id))
            }, undefined),
          clear: (userId) =>
            work(() => {
              for (const { id } of of(userId)) {
                kept.delete(keyOf(userId, id))
              }
            }, undefined),
        },
        tabs: {
          enter: (tab) =>
            work(
              () => {
                entered.add(tab)
                living.add(tab)
                return () => {
                  living.delete(tab)
                }
              },
              () => undefined,
            ),
          alone: (_userId, act) => {
            const turn = alone.then(() => Promise.race([gone, act(new Set(living))]))
            alone = turn.catch(() => undefined)
            return turn
          },
        },
        crash: () => {
          isGone = true
          end()
          for (const tab of entered) {
            living.delete(tab)
          }
        },
      }
    },
  }
}
