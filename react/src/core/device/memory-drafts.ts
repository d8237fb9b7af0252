import type { DraftStorage } from './device.js'

/** Drafts that end with the page. */
export function createMemoryDrafts(): DraftStorage {
  const people = new Map<string, Map<string, string>>()
  return {
    read: (userId, roomId) => people.get(userId)?.get(roomId) ?? '',
    write: (userId, roomId, text) => {
      people.set(userId, new Map(people.get(userId)).set(roomId, text))
    },
    subscribe: () => () => undefined,
    clear: (userId) => {
      people.delete(userId)
    },
  }
}
