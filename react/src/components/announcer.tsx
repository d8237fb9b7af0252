'use client'

import { useMemo, type ReactNode } from 'react'
import { useAnnouncements } from '../react/index.js'
import { useRoomUi } from './room-ui.js'

/** The only live regions of the room: nothing else in it speaks by itself. */
export function Announcer(): ReactNode {
  const { labels } = useRoomUi()
  const utterances = useMemo(
    () => ({
      message: (author: string, text: string) =>
        labels.newMessageFrom(author.trim() === '' ? labels.somebody : author, text),
      messages: labels.newMessageCount,
      failed: labels.sendFailed,
      connectionLost: labels.connectionLost,
      connectionBack: labels.connectionBack,
    }),
    [labels],
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
