import type { DraftStorage } from './device.js'

/** Ids are encoded, so that no two people and rooms share a key whatever is in their ids. */
const keyOf = (userId: string, roomId: string): string =>
  `parley:draft:${JSON.stringify([userId, roomId])}`

/** Drafts in the browser's `localStorage`, which all tabs share. */
export function createBrowserDrafts(): DraftStorage {
  return {
    read: (userId, roomId) => localStorage.getItem(keyOf(userId, roomId)) ?? '',
    write: (userId, roomId, text) => {
      if (text === '') {
        localStorage.removeItem(keyOf(userId, roomId))
      } else {
        localStorage.setItem(keyOf(userId, roomId), text)
      }
    },
    subscribe: (userId, roomId, listener) => {
      const own = ({ key }: StorageEvent) => {
        // Without a key everything was removed.
        if (key === null || key === keyOf(userId, roomId)) {
          listener()
        }
      }
      window.addEventListener('storage', own)
      return () => {
        window.removeEventListener('storage', own)
      }
    },
    clear: (userId) => {
      const beginning = `parley:draft:[${JSON.stringify(userId)},`
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(beginning)) {
          localStorage.removeItem(key)
        }
      }
    },
  }
}
