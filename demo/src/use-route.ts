import { useSyncExternalStore } from 'react'

const prefix = '#/room/'

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => {
    window.removeEventListener('hashchange', listener)
  }
}

function current(): string | undefined {
  const { hash } = window.location
  const id = hash.startsWith(prefix) ? hash.slice(prefix.length) : ''
  return id === '' ? undefined : id
}

/** The room the address names; a reload and the browser's own buttons keep to it. */
export function useRoute(): string | undefined {
  return useSyncExternalStore(subscribe, current)
}

/** The address of a room. */
export const addressOf = (roomId: string): string => `${prefix}${roomId}`

/** Leaves the room for good: the address no longer leads back to it. */
export function forgetRoom(): void {
  window.location.replace('#/')
}

/** Goes to a room, or to the list. */
export function goTo(roomId: string | undefined): void {
  window.location.hash = roomId === undefined ? '#/' : addressOf(roomId)
}
