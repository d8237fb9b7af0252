import { Avatar, isolate, plainName } from '@parley/react'
import { useEffect, useState, type ReactNode } from 'react'
import { Dialog } from './dialog.js'
import { messageOf } from './message-of.js'
import type { Profile, Rooms } from './rooms.js'
import { useTask } from './use-task.js'

/** Time without a key press before people are looked for, in milliseconds. */
const pause = 200

/** Finds people by name and adds them to a room, or invites them. */
export function AddPeopleDialog(props: {
  readonly rooms: Rooms
  readonly roomId: string
  readonly roomName: string
  readonly selfId: string
  readonly onClose: () => void
}): ReactNode {
  const { rooms, roomId, roomName, selfId, onClose } = props
  const [search, setSearch] = useState('')
  const [people, setPeople] = useState<readonly Profile[]>()
  const [done, setDone] = useState<ReadonlyMap<string, 'added' | 'invited'>>(new Map())
  const [lookProblem, setLookProblem] = useState<string>()
  const { isBusy, problem, run } = useTask()
  useEffect(() => {
    let isCurrent = true
    const timer = window.setTimeout(() => {
      rooms.people(search.trim()).then(
        (found) => {
          if (isCurrent) {
            setPeople(found.filter((person) => person.id !== selfId))
            setLookProblem(undefined)
          }
        },
        (error: unknown) => {
          if (isCurrent) {
            setLookProblem(messageOf(error))
          }
        },
      )
    }, pause)
    return () => {
      isCurrent = false
      window.clearTimeout(timer)
    }
  }, [rooms, search, selfId])
  const shown = problem ?? lookProblem
  return (
    <Dialog title={`Add people to ${isolate(roomName)}`} onClose={onClose}>
      <div className="form">
        <label className="field">
          <span>Name</span>
          <input
            className="input"
            type="search"
            value={search}
            placeholder="Search"
            onChange={(event) => {
              setSearch(event.target.value)
            }}
          />
        </label>
        {shown !== undefined && (
          <p className="problem" role="alert">
            {shown}
          </p>
        )}
        <ul className="people" role="list" aria-label="People">
          {people?.map((person) => (
            <li key={person.id} className="person">
              <Avatar person={person} />
              <span className="person-name">
                <bdi>{plainName(person.name)}</bdi>
              </span>
              {done.has(person.id) ? (
                <span className="quiet" role="status">
                  {done.get(person.id) === 'invited' ? 'Invited' : 'Added'}
                </span>
              ) : (
                <button
                  type="button"
                  className="button small"
                  disabled={isBusy}
                  aria-label={`Add ${person.name}`}
                  onClick={() => {
                    run(async () => {
                      const outcome = await rooms.add(roomId, person.id)
                      setDone(new Map(done).set(person.id, outcome))
                    })
                  }}
                >
                  Add
                </button>
              )}
            </li>
          ))}
          {people?.length === 0 && <li className="quiet empty">Nobody by that name.</li>}
        </ul>
      </div>
    </Dialog>
  )
}
