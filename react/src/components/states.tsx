'use client'

import type { FunctionComponent, ReactNode } from 'react'
import { useRoomActions, type ChatError } from '../react/index.js'
import { AlertIcon, BubbleIcon } from './icons.js'
import type { Labels } from './labels.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type SlotProps } from './slots.js'
import { useReason } from './use-reason.js'

/** A room in which nothing was said yet. */
export const EmptyState: FunctionComponent<SlotProps['Empty']> = replaceable('Empty', (props) => {
  const { labels } = useRoomUi()
  return (
    <div className="cr-state cr-empty">
      <span className="cr-state-icon">
        <BubbleIcon />
      </span>
      <p className="cr-state-title">{labels.emptyTitle}</p>
      <p className="cr-state-text">{labels.emptyText(props.room)}</p>
    </div>
  )
})

const shapes = ['a', 'b', 'c', 'd', 'e', 'f'] as const

/** The room before the first answer: shapes where messages will be. */
export const LoadingState: FunctionComponent = replaceable('Loading', () => {
  const { labels } = useRoomUi()
  return (
    <div className="cr-loading" role="status">
      <span className="cr-hidden">{labels.loading}</span>
      {shapes.map((shape) => (
        <span key={shape} className="cr-shape" data-shape={shape} aria-hidden="true" />
      ))}
    </div>
  )
})

/** That something cannot be shown, why, and a way to try again. */
export function Failure(props: {
  readonly labels: Labels
  /** What cannot be shown; the room when absent. */
  readonly title?: string
  readonly reason: string | undefined
  readonly retry: () => void
}): ReactNode {
  const { labels, reason, retry, title = labels.errorTitle } = props
  return (
    <div className="cr-state" role="alert">
      <span className="cr-state-icon" data-tone="danger">
        <AlertIcon />
      </span>
      <p className="cr-state-title">{title}</p>
      {reason !== undefined && <p className="cr-state-text">{reason}</p>}
      <button type="button" className="cr-button" onClick={retry}>
        {labels.tryAgain}
      </button>
    </div>
  )
}

/** A room that cannot be shown. */
export function ErrorState(props: { readonly error: ChatError | undefined }): ReactNode {
  const { labels } = useRoomUi()
  const { reload } = useRoomActions()
  const reason = useReason()
  return (
    <Failure
      labels={labels}
      reason={props.error === undefined ? undefined : reason(props.error)}
      retry={reload}
    />
  )
}
