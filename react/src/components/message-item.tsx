'use client'

import { memo, useState, type FunctionComponent, type MouseEvent, type ReactNode } from 'react'
import { useRoomActions, type MessageRow } from '../react/index.js'
import { Avatar } from './avatar.js'
import { hueOf } from './hue.js'
import { AlertIcon, PinIcon } from './icons.js'
import { MessageMenu } from './message-menu.js'
import { MessageStatus } from './message-status.js'
import { MessageText } from './message-text.js'
import { QuoteLine } from './quote.js'
import { Reactions } from './reactions.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type MessageProps, type SlotProps } from './slots.js'
import { useLongPress } from './use-long-press.js'
import { useReason } from './use-reason.js'

/** That a message could not be sent or changed, why, and what to do. */
function FailedNote(props: { readonly row: MessageRow }): ReactNode {
  const { row } = props
  const { key, status, change } = row
  const { retryable, error } = status === 'failed' ? row : (change ?? row)
  const { labels } = useRoomUi()
  const actions = useRoomActions()
  const reason = useReason()
  const why = error === undefined ? undefined : reason(error)
  return (
    <p className="cr-failed">
      <AlertIcon />
      <span className="cr-failed-reason">
        {status === 'failed' || change === undefined
          ? (why ?? labels.status('failed'))
          : labels.changeFailed(change.kind, why)}
      </span>
      {retryable === true && (
        <button
          type="button"
          className="cr-link-button"
          tabIndex={-1}
          onClick={() => {
            actions.retry(key)
          }}
        >
          {labels.retry}
        </button>
      )}
      <button
        type="button"
        className="cr-link-button"
        tabIndex={-1}
        onClick={() => {
          actions.discard(key)
        }}
      >
        {status === 'failed' ? labels.discard : labels.dismiss}
      </button>
    </p>
  )
}

/** Author, quote, text and time. */
const Bubble: FunctionComponent<SlotProps['Bubble']> = replaceable('Bubble', ({ row }) => {
  const { message, author, own, group, status } = row
  const { labels, formats, nameOf } = useRoomUi()
  const isDeleted = message.deletedAt !== undefined
  const isNamed = !own && (group === 'first' || group === 'single')
  return (
    <div className="cr-bubble">
      {isNamed && (
        <p className="cr-author" data-hue={hueOf(author.id)}>
          <bdi>{nameOf(author)}</bdi>
        </p>
      )}
      {row.quote !== undefined && <QuoteLine quote={row.quote} />}
      <div className="cr-body">
        <div className="cr-text" dir="auto">
          {isDeleted ? labels.deleted : <MessageText text={message.content} />}
        </div>
        <span className="cr-meta">
          {row.pinned && (
            <span className="cr-pinned" role="img" aria-label={labels.pinned} title={labels.pinned}>
              <PinIcon />
            </span>
          )}
          {message.editedAt !== undefined && !isDeleted && <span>{labels.edited}</span>}
          <time dateTime={message.createdAt} title={formats.moment(message.createdAt)}>
            {formats.time(message.createdAt)}
          </time>
          {status !== undefined && !isDeleted && <MessageStatus row={row} status={status} />}
        </span>
      </div>
    </div>
  )
})

/** One message: who, what, when and how far it has come. */
export const MessageItem: FunctionComponent<MessageProps> = replaceable(
  'Message',
  memo((props) => {
    const { row, position, setSize, isActive } = props
    const { message, author, own, group, status, change } = row
    const { labels, formats, nameOrYou } = useRoomUi()
    const name = nameOrYou(author, own)
    const time = formats.time(message.createdAt)
    const [isMenuOpen, setMenuOpen] = useState(false)
    const isDeleted = message.deletedAt !== undefined
    const hasMenu = !isDeleted && message.seq !== undefined
    const openMenuOver = (target: EventTarget): boolean => {
      const isElsewhere = target instanceof Element && target.closest('a, button') !== null
      // Who has marked some text wants the browser's own menu.
      const isAsked = hasMenu && !isElsewhere && getSelection()?.isCollapsed !== false
      if (isAsked) {
        setMenuOpen(true)
      }
      return isAsked
    }
    const onContextMenu = (event: MouseEvent): void => {
      if (openMenuOver(event.target)) {
        event.preventDefault()
      }
    }
    const longPress = useLongPress(openMenuOver)
    const isLast = group === 'last' || group === 'single'
    return (
      <article
        className="cr-message"
        data-row-key={row.key}
        data-own={own}
        data-group={group}
        data-status={status}
        data-deleted={isDeleted || undefined}
        data-change={change?.status}
        aria-label={labels.messageName(name, time)}
        aria-posinset={position}
        aria-setsize={setSize}
        tabIndex={isActive ? 0 : -1}
        onContextMenu={onContextMenu}
        {...longPress}
      >
        {!own && <div className="cr-gutter">{isLast && <Avatar person={author} />}</div>}
        <div className="cr-stack">
          <div className="cr-line">
            <Bubble row={row} />
            {hasMenu && <MessageMenu row={row} isOpen={isMenuOpen} setOpen={setMenuOpen} />}
          </div>
          <Reactions row={row} />
          {(status === 'failed' || change?.status === 'failed') && <FailedNote row={row} />}
        </div>
      </article>
    )
  }),
)
