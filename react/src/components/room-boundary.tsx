'use client'

import { Component, type ErrorInfo, type ReactNode } from 'react'
import { AlertIcon } from './icons.js'
import { englishLabels, type Labels } from './labels.js'

interface Props {
  readonly labels: Partial<Labels> | undefined
  readonly className: string | undefined
  readonly children: ReactNode
}

interface State {
  readonly error: Error | undefined
}

/** Keeps a fault of the room inside the room: the page around it stays, and one may try again. */
export class RoomBoundary extends Component<Props, State> {
  override readonly state: State = { error: undefined }

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    console.error('<ChatRoom> failed and shows its error:', error, componentStack)
  }

  override render(): ReactNode {
    const { labels, className, children } = this.props
    const { error } = this.state
    if (error === undefined) {
      return children
    }
    const words = { ...englishLabels, ...labels }
    return (
      <section className={className === undefined ? 'cr-room' : `cr-room ${className}`}>
        <div className="cr-state" role="alert">
          <span className="cr-state-icon" data-tone="danger">
            <AlertIcon />
          </span>
          <p className="cr-state-title">{words.errorTitle}</p>
          <p className="cr-state-text">{error.message}</p>
          <button
            type="button"
            className="cr-button"
            onClick={() => {
              this.setState({ error: undefined })
            }}
          >
            {words.tryAgain}
          </button>
        </div>
      </section>
    )
  }
}
