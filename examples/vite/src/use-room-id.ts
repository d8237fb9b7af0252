import { useSyncExternalStore } from 'react'

const follow = (changed: () => void) => {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

/** Returns the room in the page's address, as in `/#b0000000-…`; undefined when there is none. */
export function useRoomId(): string | undefined {
  return useSyncExternalStore(follow, () => location.hash.slice(1) || undefined)
}
