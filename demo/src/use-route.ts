import { useSyncExternalStore } from 'react'

/** What the address names. */
interface Route {
  readonly roomId: string | undefined
  /** A message of the room. */
  readonly messageId: string | undefined
}

const pattern = /^#\/room\/([^/]+)(?:\/message\/([^/]+))?$/u

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => {
    window.removeEventListener('hashchange', listener)
  }
}

const current = (): string => window.location.hash

/** The room the address names, and perhaps a message in it; a reload and the browser's own buttons keep to it. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, current)
  const [, roomId, messageId] = pattern.exec(hash) ?? []
  return { roomId, messageId }
}

/** The address of a room. */
export const addressOf = (roomId: string): string => `#/room/${roomId}`

/** The whole address of a message, to be given to others. */
export const linkTo = (roomId: string, messageId: string): string =>
  new URL(`${addressOf(roomId)}/message/${messageId}`, window.location.href).href

/** Leaves the room for good: the address no longer leads back to it. */
export function forgetRoom(): void {
  window.location.replace('#/')
}

/** Goes to a room, or to the list. */
export function goTo(roomId: string | undefined): void {
  window.location.hash = roomId === undefined ? '#/' : addressOf(roomId)
}
