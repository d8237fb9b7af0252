'use client'

import type { ReactNode } from 'react'
import { Avatar } from './avatar.js'
import { PeopleIcon } from './icons.js'
import { useRoomUi } from './room-ui.js'
import type { MentionCompletion, MentionOption } from './use-mention-completion.js'

/** The people that the name one writes may stand for, above the field. */
export function MentionList(props: {
  readonly completion: MentionCompletion
  readonly onTake: (option: MentionOption) => void
}): ReactNode {
  const { completion, onTake } = props
  const { options, active, listId, optionId } = completion
  const { labels } = useRoomUi()
  if (options.length === 0) {
    return null
  }
  return (
    <ul id={listId} className="cr-mention-list" role="listbox" aria-label={labels.mentions}>
      {options.map((option, at) => (
        <li
          key={option.person?.id ?? ''}
          id={optionId(at)}
          className="cr-mention-option"
          role="option"
          aria-selected={at === active}
          // The field keeps the focus.
          onMouseDown={(event) => {
            event.preventDefault()
          }}
          onClick={() => {
            onTake(option)
          }}
        >
          {option.person === undefined ? (
            <span className="cr-mention-everybody">
              <PeopleIcon />
            </span>
          ) : (
            <Avatar person={option.person} />
          )}
          <bdi className="cr-mention-name">{option.name}</bdi>
          {option.person === undefined && (
            <span className="cr-quiet">{labels.mentionEverybody}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
