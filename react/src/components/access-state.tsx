'use client'

import type { ReactNode } from 'react'
import {
  isolate,
  plainName,
  useMutedUntil,
  useRoom,
  useRoomActions,
  useSession,
  type Invitation,
} from '../react/index.js'
import { isProduction } from '../react/production.js'
import { DoorIcon } from './icons.js'
import { useRoomUi } from './room-ui.js'
import { ErrorState } from './states.js'
import { useMutedText } from './use-reason.js'
import { useTask, type Task } from './use-task.js'

interface AccessStateProps {
  /** Shown to who is not signed in: a form or a button of the app. */
  readonly signIn: ReactNode
  /** Called when the person has asked to come in. */
  readonly onEnter: () => void
}

/** Stands in place of a room that cannot be shown: why, and what would let one in. */
export function AccessState({ signIn, onEnter }: AccessStateProps): ReactNode {
  const { labels } = useRoomUi()
  const { access, error, invitation } = useRoom()
  if (access === 'signed-out') {
    return (
      <Doorway title={labels.signInTitle} text={labels.signInToRead}>
        <SignIn signIn={signIn} />
      </Doorway>
    )
  }
  if (access === 'joinable') {
    return (
      <Doorway title={labels.joinTitle} text={labels.joinToRead}>
        <Join onEnter={onEnter} />
      </Doorway>
    )
  }
  return invitation === undefined ? (
    <ErrorState error={error} />
  ) : (
    <Invited invitation={invitation} onEnter={onEnter} />
  )
}

/** Stands where the composer would: why one may not write, and what would change that. */
export function ClosedComposer({ signIn, onEnter }: AccessStateProps): ReactNode {
  const { labels } = useRoomUi()
  const { access } = useRoom()
  const isMuted = useMutedUntil() !== undefined
  const mutedText = useMutedText()
  if (access === 'signed-out') {
    return (
      <Closed text={labels.signInToWrite}>
        <SignIn signIn={signIn} />
      </Closed>
    )
  }
  if (access === 'joinable') {
    return (
      <Closed text={labels.joinToWrite}>
        <Join onEnter={onEnter} />
      </Closed>
    )
  }
  return <Closed text={isMuted ? mutedText : labels.readOnly} />
}

function Closed(props: { readonly text: string; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="cr-composer cr-read-only">
      <p>{props.text}</p>
      {props.children}
    </div>
  )
}

function Doorway(props: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <div className="cr-state">
      <span className="cr-state-icon">
        <DoorIcon />
      </span>
      <div role="status">
        <p className="cr-state-title">{props.title}</p>
        <p className="cr-state-text">{props.text}</p>
      </div>
      {props.children}
    </div>
  )
}

/** The app's own way to sign in; in development, where there is none, a guest's. */
function SignIn(props: { readonly signIn: ReactNode }): ReactNode {
  const { labels } = useRoomUi()
  const session = useSession()
  const task = useTask()
  if (props.signIn !== undefined) {
    return props.signIn
  }
  const signInAnonymously = session?.kind === 'signed-out' ? session.signInAnonymously : undefined
  return isProduction() || signInAnonymously === undefined ? null : (
    <Actions task={task}>
      <button
        type="button"
        className="cr-button"
        disabled={task.isBusy}
        onClick={() => {
          task.run(signInAnonymously)
        }}
      >
        {labels.signInAnonymously}
      </button>
    </Actions>
  )
}

function Join(props: { readonly onEnter: () => void }): ReactNode {
  const { labels } = useRoomUi()
  const { join } = useRoomActions()
  const task = useTask()
  return (
    <Actions task={task}>
      <button
        type="button"
        className="cr-button"
        disabled={task.isBusy}
        onClick={() => {
          props.onEnter()
          task.run(join)
        }}
      >
        {labels.join}
      </button>
    </Actions>
  )
}

function Invited(props: {
  readonly invitation: Invitation
  readonly onEnter: () => void
}): ReactNode {
  const { labels } = useRoomUi()
  const { join, decline } = useRoomActions()
  const task = useTask()
  const { roomName, host } = props.invitation
  const hostName = plainName(host?.name ?? '')
  return (
    <Doorway
      title={labels.invitedTitle(isolate(plainName(roomName)))}
      text={labels.invitedText(hostName === '' ? undefined : isolate(hostName))}
    >
      <Actions task={task}>
        <button
          type="button"
          className="cr-button"
          disabled={task.isBusy}
          onClick={() => {
            props.onEnter()
            task.run(join)
          }}
        >
          {labels.accept}
        </button>
        <button
          type="button"
          className="cr-plain-button"
          disabled={task.isBusy}
          onClick={() => {
            task.run(decline)
          }}
        >
          {labels.decline}
        </button>
      </Actions>
    </Doorway>
  )
}

function Actions(props: { readonly task: Task; readonly children: ReactNode }): ReactNode {
  const { problem } = props.task
  return (
    <>
      <div className="cr-actions">{props.children}</div>
      {problem !== undefined && (
        <p className="cr-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
