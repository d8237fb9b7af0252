import type { Cell } from '../core/index.js'
import { createCell } from '../core/index.js'

/** The session's storage; undefined on a server and where the browser refuses it. */
function storage(): Storage | undefined {
  try {
    return typeof sessionStorage === 'undefined' ? undefined : sessionStorage
  } catch {
    // Merely naming it throws where cookies are blocked.
    return undefined
  }
}

/**
 * A text not sent yet. It outlives its composer, another room and a reload, and ends with the
 * browser's session, so that it is not left to the next person at this machine.
 */
export function createDraft(userId: string, roomId: string): Cell<string> {
  const key = `parley:draft:${userId}:${roomId}`
  const text = createCell('')
  let isRead = false
  /** Not before a browser asks: a server may have such a storage, too, and it would be everybody's. */
  const read = (): void => {
    if (!isRead) {
      isRead = true
      text.set(storage()?.getItem(key) ?? '')
    }
  }
  return {
    subscribe: text.subscribe,
    get: () => {
      read()
      return text.get()
    },
    set: (next) => {
      isRead = true
      text.set(next)
      try {
        if (next === '') {
          storage()?.removeItem(key)
        } else {
          storage()?.setItem(key, next)
        }
      } catch {
        // Storage is full: the draft then lives as long as its composer.
      }
    },
  }
}
