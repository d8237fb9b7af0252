'use client'

import { useCallback } from 'react'
import { useMutedUntil, type ChatError } from '../react/index.js'
import { useRoomUi } from './room-ui.js'

/** That this person is muted, and until when, in words. */
export function useMutedText(): string {
  const { labels, formats } = useRoomUi()
  const until = formats.until(useMutedUntil() ?? '')
  return labels.muted(until === '' ? undefined : until)
}

/** Puts failures into words for the person at this screen. */
export function useReason(): (error: ChatError) => string {
  const { labels } = useRoomUi()
  const mutedText = useMutedText()
  return useCallback(
    (error) => (error.hint === 'muted' ? mutedText : labels.errorText(error)),
    [labels, mutedText],
  )
}
