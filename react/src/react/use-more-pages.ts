'use client'

import { useCallback, useMemo, useState } from 'react'

/** Pages of history at one edge of the list. */
export interface MorePages {
  readonly isThere: boolean
  readonly isLoading: boolean
  /** Whether the last try to load them failed. */
  readonly hasFailed: boolean
  readonly load: () => void
  /** Loads them unless they are on their way, or have failed and wait to be asked for. */
  readonly prefetch: () => void
}

export function useMorePages(
  isThere: boolean,
  isLoading: boolean,
  ask: () => Promise<void>,
): MorePages {
  const [hasFailed, setHasFailed] = useState(false)
  const load = useCallback(() => {
    setHasFailed(false)
    ask().catch(() => {
      setHasFailed(true)
    })
  }, [ask])
  return useMemo(
    () => ({
      isThere,
      isLoading,
      hasFailed,
      load,
      prefetch: () => {
        if (isThere && !isLoading && !hasFailed) {
          load()
        }
      },
    }),
    [isThere, isLoading, hasFailed, load],
  )
}
