'use client'

import { useRef, useState, type FunctionComponent } from 'react'
import {
  plainName,
  useParticipants,
  usePresence,
  useRoom,
  type Participant,
} from '../react/index.js'
import { Avatar } from './avatar.js'
import { SearchIcon } from './icons.js'
import { moveAmongItems, ParticipantList } from './participant-list.js'
import { Popover } from './popover.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type HeaderProps } from './slots.js'

/** How many faces the header shows. */
const faces = 3

/** Those who are online come first; otherwise the order stays. */
export function onlineFirst(
  participants: readonly Participant[],
  online: ReadonlySet<string>,
): readonly Participant[] {
  return participants.toSorted((a, b) => Number(online.has(b.id)) - Number(online.has(a.id)))
}

/** The room's name, who is there, and the way to search it. */
export const RoomHeader: FunctionComponent<HeaderProps> = replaceable('Header', (props) => {
  const { start, end, searchRef, isSearching, onSearch } = props
  const { labels } = useRoomUi()
  const { room, phase } = useRoom()
  const participants = useParticipants()
  const online = usePresence()
  const [isOpen, setOpen] = useState(false)
  const buttonRef = useRef<HTMLButtonElement>(null)
  const sorted = onlineFirst(participants, online)
  // Somebody who left may still count as online for a moment.
  const onlineCount = participants.filter((person) => online.has(person.id)).length
  const name = plainName(room?.name ?? '')
  const subtitle = room?.description ?? labels.members(participants.length)
  return (
    <div className="cr-header">
      {start}
      <div className="cr-title">
        {name === '' ? (
          // Keeps the place of a name that is not known yet, or never will be.
          <p className="cr-name">{'\u00a0'}</p>
        ) : (
          // Its own direction, so that of a long name the beginning is seen.
          <h2 className="cr-name" dir="auto">
            {name}
          </h2>
        )}
        {participants.length > 0 && (
          <p className="cr-subtitle" dir="auto">
            {subtitle}
          </p>
        )}
      </div>
      {phase === 'ready' && (
        <button
          ref={searchRef}
          type="button"
          className="cr-icon-button"
          aria-label={labels.search}
          aria-expanded={isSearching}
          title={labels.search}
          onClick={onSearch}
        >
          <SearchIcon />
        </button>
      )}
      {participants.length > 0 && (
        <button
          ref={buttonRef}
          type="button"
          className="cr-people"
          aria-label={labels.showParticipants(onlineCount)}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen)
          }}
        >
          <span className="cr-faces">
            {sorted.slice(0, faces).map((person) => (
              <Avatar key={person.id} person={person} size="small" />
            ))}
          </span>
          <span className="cr-online" data-any={onlineCount > 0}>
            {labels.online(onlineCount)}
          </span>
        </button>
      )}
      {end}
      {isOpen && (
        <Popover
          role="dialog"
          aria-label={labels.participants}
          className="cr-popover cr-people-panel"
          anchor={buttonRef}
          prefer="below"
          takesFocus
          onKeyDown={moveAmongItems}
          onBlur={({ currentTarget, relatedTarget }) => {
            const stays =
              relatedTarget === null ||
              relatedTarget === buttonRef.current ||
              currentTarget.contains(relatedTarget)
            if (!stays) {
              setOpen(false)
            }
          }}
          onClose={() => {
            setOpen(false)
            buttonRef.current?.focus({ preventScroll: true })
          }}
        >
          <ParticipantList participants={sorted} online={online} />
        </Popover>
      )}
    </div>
  )
})
