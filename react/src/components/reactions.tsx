'use client'

import type { FunctionComponent, MouseEvent, ReactNode } from 'react'
import {
  uiDefaults,
  useCurrentUser,
  useRoomActions,
  useRoomView,
  type Reaction,
  type RoomView,
} from '../react/index.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type SlotProps } from './slots.js'

const canWrite = (view: RoomView): boolean => view.canSend

function Chip(props: { readonly messageKey: string; readonly reaction: Reaction }): ReactNode {
  const { messageKey, reaction } = props
  const { emoji, count, people, mine } = reaction
  const { labels, namedIn } = useRoomUi()
  const { id } = useCurrentUser()
  const isAllowed = useRoomView(canWrite)
  const actions = useRoomActions()
  const others = people.filter((person) => person.id !== id).map(namedIn)
  const names = [...(mine ? [labels.you] : []), ...others]
  const shown = names.slice(0, uiDefaults.reactionNames)
  const press = !isAllowed ? undefined : mine ? 'remove' : 'add'
  const words = labels.reacted(emoji, shown, names.length - shown.length, press)
  const onClick = (event: MouseEvent<HTMLButtonElement>): void => {
    const message = event.currentTarget.closest('article')
    actions.toggleReaction(messageKey, emoji)
    if (mine && count === 1) {
      // The chip goes: the focus stays with the message.
      message?.focus({ preventScroll: true })
    }
  }
  return (
    <button
      type="button"
      className="cr-chip"
      tabIndex={-1}
      aria-pressed={mine}
      aria-label={words}
      title={words}
      disabled={!isAllowed}
      onClick={onClick}
    >
      <span className="cr-emoji">{emoji}</span>
      <span className="cr-count">{count}</span>
    </button>
  )
}

/** The reactions to a message: each says who reacted, and adds or takes back one's own. */
export const Reactions: FunctionComponent<SlotProps['Reactions']> = replaceable(
  'Reactions',
  (props) => {
    const { key, reactions } = props.row
    const { labels } = useRoomUi()
    if (reactions.length === 0) {
      return null
    }
    return (
      <div className="cr-reactions" role="group" aria-label={labels.reactions}>
        {reactions.map((reaction) => (
          <Chip key={reaction.emoji} messageKey={key} reaction={reaction} />
        ))}
      </div>
    )
  },
)
