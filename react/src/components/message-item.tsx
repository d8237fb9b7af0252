'use client'

import { memo, useState, type MouseEvent, type NamedExoticComponent, type ReactNode } from 'react'
import { useRoomActions, type MessageRow } from '../react/index.js'
import { Avatar } from './avatar.js'
import { hueOf } from './hue.js'
import { AlertIcon } from './icons.js'
import { MessageMenu } from './message-menu.js'
import { MessageStatus } from './message-status.js'
import { MessageText } from './message-text.js'
import { Reactions } from './reactions.js'
import { useRoomUi } from './room-ui.js'
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

interface MessageItemProps {
  readonly row: MessageRow
  readonly position: number
  readonly setSize: number
  readonly isActive: boolean
}

/**
 * One message: who, what, when and how far it has come.
 *
 * @param props.position place among the loaded messages, from 1
 * @param props.setSize how many there are; -1 when there are more than are loaded
 */
export const MessageItem: NamedExoticComponent<MessageItemProps> = memo(function MessageItem(
  props: MessageItemProps,
): ReactNode {
  const { row, position, setSize, isActive } = props
  const { message, author, own, group, status, change } = row
  const { labels, formats, nameOf } = useRoomUi()
  const name = own ? labels.you : nameOf(author)
  const time = formats.time(message.createdAt)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const isDeleted = message.deletedAt !== undefined
  const hasMenu = !isDeleted && message.seq !== undefined
  const onContextMenu = (event: MouseEvent): void => {
    const isElsewhere =
      event.target instanceof Element && event.target.closest('a, button') !== null
    // Who has marked some text wants the browser's own menu.
    if (hasMenu && !isElsewhere && getSelection()?.isCollapsed !== false) {
      event.preventDefault()
      setMenuOpen(true)
    }
  }
  const isNamed = !own && (group === 'first' || group === 'single')
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
    >
      {!own && <div className="cr-gutter">{isLast && <Avatar person={author} />}</div>}
      <div className="cr-stack">
        <div className="cr-line">
          <div className="cr-bubble">
            {isNamed && (
              <p className="cr-author" data-hue={hueOf(author.id)}>
                <bdi>{name}</bdi>
              </p>
            )}
            <div className="cr-body">
              <span className="cr-text" dir="auto">
                {isDeleted ? labels.deleted : <MessageText text={message.content} />}
              </span>
              <span className="cr-meta">
                {message.editedAt !== undefined && !isDeleted && <span>{labels.edited}</span>}
                <time dateTime={message.createdAt} title={formats.moment(message.createdAt)}>
                  {time}
                </time>
                {status !== undefined && !isDeleted && <MessageStatus row={row} status={status} />}
              </span>
            </div>
          </div>
          {hasMenu && <MessageMenu row={row} isOpen={isMenuOpen} setOpen={setMenuOpen} />}
        </div>
        <Reactions row={row} />
        {(status === 'failed' || change?.status === 'failed') && <FailedNote row={row} />}
      </div>
    </article>
  )
})
