import { ChatError, englishLabels, type ChatRoomHandle } from '@parley/react'
import { useEffect, useState, type RefObject } from 'react'

/**
 * Goes to the message that the address names, once for each address.
 *
 * @returns why it could not be gone to, for people
 */
export function useLinkedMessage(
  room: RefObject<ChatRoomHandle | null>,
  roomId: string | undefined,
  messageId: string | undefined,
): string | undefined {
  const [failed, setFailed] = useState<{ readonly id: string; readonly why: string }>()
  useEffect(() => {
    if (roomId === undefined || messageId === undefined) {
      return
    }
    let isCurrent = true
    room.current?.scrollToMessage(messageId).catch((error: unknown) => {
      if (isCurrent) {
        const isGone = error instanceof ChatError && !error.retryable
        const why = isGone ? englishLabels.quoteGone : englishLabels.jumpFailed
        setFailed({ id: messageId, why })
      }
    })
    return () => {
      isCurrent = false
      setFailed(undefined)
    }
  }, [room, roomId, messageId])
  return failed?.id === messageId ? failed?.why : undefined
}
