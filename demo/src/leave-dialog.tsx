import { isolate } from '@parley/react'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.js'
import type { RoomSummary, Rooms } from './rooms.js'
import { useTask } from './use-task.js'

/** Asks once more before somebody leaves a room. */
export function LeaveDialog(props: {
  readonly rooms: Rooms
  readonly room: RoomSummary
  readonly onLeft: () => void
  readonly onClose: () => void
}): ReactNode {
  const { rooms, room, onLeft, onClose } = props
  const { isBusy, problem, run } = useTask()
  return (
    <Dialog title={`Leave ${isolate(room.name)}?`} onClose={onClose}>
      <div className="form">
        <p className="quiet">
          {room.visibility !== 'private'
            ? 'You can join again whenever you like.'
            : 'Somebody in the room has to add you before you can come back.'}
        </p>
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="actions">
          <button type="button" className="button plain" onClick={onClose}>
            Stay
          </button>
          <button
            type="button"
            className="button danger"
            disabled={isBusy}
            onClick={() => {
              run(async () => {
                await rooms.leave(room.id)
                onLeft()
              })
            }}
          >
            Leave room
          </button>
        </div>
      </div>
    </Dialog>
  )
}
