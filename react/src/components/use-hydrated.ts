'use client'

import { useSyncExternalStore } from 'react'

const never = (): (() => void) => () => undefined

/** False on a server and while its markup is taken over, then true. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
