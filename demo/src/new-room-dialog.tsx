import { isVisible, type Visibility } from '@parley/react'
import { useState, type ReactNode } from 'react'
import { clipped } from './clipped.js'
import { Dialog } from './dialog.js'
import { VisibilityIcon } from './visibility-icon.js'
import type { Rooms } from './rooms.js'
import { useTask } from './use-task.js'

const kinds = [
  { visibility: 'public', name: 'Public', text: 'Anyone can read it.' },
  { visibility: 'open', name: 'Open', text: 'Anyone can join, members read it.' },
  { visibility: 'private', name: 'Private', text: 'Only people you add.' },
] as const

/** Asks for a new room's name and who may enter. */
export function NewRoomDialog(props: {
  readonly rooms: Rooms
  /** Called with the new room's id. */
  readonly onCreated: (roomId: string) => void
  readonly onClose: () => void
}): ReactNode {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [visibility, setVisibility] = useState<Visibility>('public')
  const { isBusy, problem, run } = useTask()
  return (
    <Dialog title="New room" onClose={props.onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          run(async () => {
            props.onCreated(await props.rooms.create(name.trim(), description.trim(), visibility))
          })
        }}
      >
        <label className="field">
          <span>Name</span>
          <input
            className="input"
            value={name}
            required
            placeholder="Weekend plans"
            onChange={(event) => {
              setName(clipped(event.target.value, 80))
            }}
          />
        </label>
        <label className="field">
          <span>
            What is it about? <span className="quiet">(optional)</span>
          </span>
          <input
            className="input"
            value={description}
            onChange={(event) => {
              setDescription(clipped(event.target.value, 200))
            }}
          />
        </label>
        <fieldset className="choices">
          <legend className="hidden">Who may enter</legend>
          {kinds.map((kind) => (
            <label key={kind.name} className="choice" data-chosen={visibility === kind.visibility}>
              <input
                type="radio"
                name="visibility"
                checked={visibility === kind.visibility}
                onChange={() => {
                  setVisibility(kind.visibility)
                }}
              />
              <VisibilityIcon visibility={kind.visibility} />
              <span>
                <strong>{kind.name}</strong>
                <span className="quiet">{kind.text}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="actions">
          <button type="button" className="button plain" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" className="button" disabled={isBusy || !isVisible(name)}>
            {isBusy ? 'Creating…' : 'Create room'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
