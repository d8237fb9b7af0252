'use client'

import { useSay } from '../react/use-say.js'
import { useRoomUi } from './room-ui.js'

/** Returns what puts text on the clipboard and has the room say so; it resolves to whether it could. */
export function useCopy(): (text: string) => Promise<boolean> {
  const { labels } = useRoomUi()
  const say = useSay()
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      // Without the permission, or on a page without TLS.
      return false
    }
    say(labels.copied)
    return true
  }
}
