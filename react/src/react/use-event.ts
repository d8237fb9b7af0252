'use client'

import { useCallback, useInsertionEffect, useRef } from 'react'

/**
 * Returns a function that stays the same and runs the newest `callback`. Call it from effects and
 * events, never while rendering.
 */
export function useEvent<A extends readonly unknown[], R>(
  callback: (...args: A) => R,
): (...args: A) => R {
  const newest = useRef(callback)
  useInsertionEffect(() => {
    newest.current = callback
  })
  return useCallback((...args) => newest.current(...args), [])
}
