'use client'

import type { KeyboardEvent, ReactNode } from 'react'
import { useCurrentUser, type Participant } from '../react/index.js'
import { Avatar } from './avatar.js'
import { goal } from './list-keys.js'
import { useRoomUi } from './room-ui.js'

/** Arrow keys, Home and End move the focus from person to person. */
export function moveAmongItems(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll('li')]
  const at = items.findIndex((item) => item === document.activeElement)
  const next = goal(event.key, at, items.length)
  if (next !== undefined) {
    event.preventDefault()
    items[next]?.focus()
  }
}

/** Everybody in the room, with their role and whether they are online. */
export function ParticipantList(props: {
  readonly participants: readonly Participant[]
  readonly online: ReadonlySet<string>
}): ReactNode {
  const { labels, nameOf } = useRoomUi()
  const me = useCurrentUser()
  return (
    <>
      <p className="cr-popover-title">
        {labels.participants} <span className="cr-count">{props.participants.length}</span>
      </p>
      <ul className="cr-people-list" role="list">
        {props.participants.map((person) => {
          const isOnline = props.online.has(person.id)
          const role = person.role === undefined ? '' : labels.role(person.role)
          return (
            <li key={person.id} className="cr-person" data-online={isOnline} tabIndex={-1}>
              <Avatar person={person} isOnline={isOnline} />
              <span className="cr-person-name">
                <bdi>{nameOf(person)}</bdi>
                {person.id === me.id && <span className="cr-quiet"> ({labels.you})</span>}
              </span>
              {role !== '' && <span className="cr-role">{role}</span>}
              <span className="cr-hidden">{isOnline ? labels.isOnline : labels.isOffline}</span>
            </li>
          )
        })}
      </ul>
    </>
  )
}
