'use client'

import { useCallback } from 'react'
import { useRemark } from './room-provider.js'

/** Returns a function that has the room's announcer say something, in its turn. */
export function useSay(): (text: string) => void {
  const remark = useRemark()
  return useCallback(
    (text) => {
      remark.set({ text })
    },
    [remark],
  )
}
