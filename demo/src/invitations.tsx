import { isolate, plainName } from '@parley/react'
import type { ReactNode } from 'react'
import { VisibilityIcon } from './visibility-icon.js'
import type { Invitation, Rooms } from './rooms.js'
import { useTask } from './use-task.js'

/** The rooms one is invited to, to come into or not. */
export function Invitations(props: {
  readonly invitations: readonly Invitation[]
  readonly rooms: Rooms
  readonly onAccepted: (roomId: string) => void
  readonly onDeclined: () => void
}): ReactNode {
  const { invitations, rooms, onAccepted, onDeclined } = props
  return (
    <section aria-label="Invitations">
      <h2 className="section-title">Invitations</h2>
      <ul role="list">
        {invitations.map((invitation) => (
          <Entry
            key={invitation.roomId}
            invitation={invitation}
            rooms={rooms}
            onAccepted={onAccepted}
            onDeclined={onDeclined}
          />
        ))}
      </ul>
    </section>
  )
}

function Entry(props: {
  readonly invitation: Invitation
  readonly rooms: Rooms
  readonly onAccepted: (roomId: string) => void
  readonly onDeclined: () => void
}): ReactNode {
  const { invitation, rooms, onAccepted, onDeclined } = props
  const { roomId, host } = invitation
  const { isBusy, problem, run } = useTask()
  const name = plainName(invitation.name)
  return (
    <li className="invitation">
      <span className="room-mark">
        <VisibilityIcon visibility={invitation.visibility} />
      </span>
      <span className="room-words">
        <span className="room-name">
          <bdi>{name}</bdi>
        </span>
        <span className="room-last">
          {host === undefined ? 'You are invited' : <Host name={plainName(host)} />}
        </span>
      </span>
      <span className="invitation-answers">
        <button
          type="button"
          className="button small"
          disabled={isBusy}
          aria-label={`Accept the invitation to ${isolate(name)}`}
          onClick={() => {
            run(async () => {
              await rooms.accept(roomId)
              onAccepted(roomId)
            })
          }}
        >
          Accept
        </button>
        <button
          type="button"
          className="button small plain"
          disabled={isBusy}
          aria-label={`Decline the invitation to ${isolate(name)}`}
          onClick={() => {
            run(async () => {
              await rooms.decline(roomId)
              onDeclined()
            })
          }}
        >
          Decline
        </button>
      </span>
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  )
}

function Host(props: { readonly name: string }): ReactNode {
  return (
    <>
      <bdi>{props.name}</bdi> invites you
    </>
  )
}
