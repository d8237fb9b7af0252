'use client'

import { useMemo, type ReactNode } from 'react'
import { isolate, plainName, useAnnouncements, type ChatError } from '../react/index.js'
import { useRoomUi } from './room-ui.js'
import { useReason } from './use-reason.js'

/** The only live regions of the room: nothing else in it speaks by itself. */
export function Announcer(): ReactNode {
  const { labels } = useRoomUi()
  const reason = useReason()
  const utterances = useMemo(
    () => ({
      message: (author: string, text: string) =>
        labels.newMessageFrom(isolate(plainName(author) || labels.somebody), isolate(text)),
      messages: labels.newMessageCount,
      failed: (error: ChatError | undefined) => labels.sendFailed(error && reason(error)),
      somebody: labels.somebody,
      connectionLost: labels.connectionLost,
      connectionBack: labels.connectionBack,
    }),
    [labels, reason],
  )
  const { polite, assertive } = useAnnouncements(utterances)
  return (
    <div className="cr-hidden">
      <div role="status" aria-live="polite" data-announcer="polite">
        <span key={polite.turn}>{polite.text}</span>
      </div>
      <div role="alert" aria-live="assertive" data-announcer="assertive">
        <span key={assertive.turn}>{assertive.text}</span>
      </div>
    </div>
  )
}
