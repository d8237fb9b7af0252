'use client'

import { Component, type ErrorInfo, type ReactNode } from 'react'
import { englishLabels, type Labels } from './labels.js'
import { Failure } from './states.js'

interface Props {
  readonly labels: Partial<Labels> | undefined
  readonly theme: string | undefined
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
    const { labels, theme, className, children } = this.props
    const { error } = this.state
    if (error === undefined) {
      return children
    }
    return (
      <div
        className={className === undefined ? 'cr-room' : `cr-room ${className}`}
        data-theme={theme}
      >
        <Failure
          labels={{ ...englishLabels, ...labels }}
          reason={error.message}
          retry={() => {
            this.setState({ error: undefined })
          }}
        />
      </div>
    )
  }
}
