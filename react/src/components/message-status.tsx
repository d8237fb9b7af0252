'use client'

import { useId, useRef, useState, type ReactNode } from 'react'
import { defaults, type MessageRow, type SendStatus } from '../react/index.js'
import { Avatar } from './avatar.js'
import { AlertIcon, ClockIcon, TickIcon, TicksIcon } from './icons.js'
import { Popover } from './popover.js'
import { useRoomUi } from './room-ui.js'

function StatusIcon(props: { readonly status: SendStatus }): ReactNode {
  switch (props.status) {
    case 'queued':
    case 'sending':
      return <ClockIcon />
    case 'sent':
      return <TickIcon />
    case 'delivered':
    case 'read':
      return <TicksIcon />
    case 'failed':
      return <AlertIcon />
  }
}

/** How far an own message has come, in a sign and in words; names its readers when pressed. */
export function MessageStatus(props: {
  readonly row: MessageRow
  readonly status: SendStatus
}): ReactNode {
  const { row, status } = props
  const { labels, nameOf } = useRoomUi()
  const [isOpen, setOpen] = useState(false)
  const buttonRef = useRef<HTMLButtonElement>(null)
  const id = useId()
  const names = row.readBy.map(nameOf)
  const words = row.readByAll
    ? labels.readByAll
    : names.length > 0
      ? labels.readBy(
          names.length > defaults.receiptNames ? names.slice(0, defaults.receiptNames) : names,
        )
      : labels.status(status)
  if (names.length === 0) {
    return (
      <span className="cr-status" data-status={status}>
        <StatusIcon status={status} />
        <span className="cr-hidden">{words}</span>
      </span>
    )
  }
  const close = (): void => {
    setOpen(false)
  }
  const open = (): void => {
    setOpen(true)
  }
  return (
    <>
      <button
        ref={buttonRef}
        type="button"
        className="cr-status"
        data-status={status}
        tabIndex={-1}
        aria-expanded={isOpen}
        aria-describedby={isOpen ? id : undefined}
        onClick={open}
        onPointerEnter={(event) => {
          if (event.pointerType === 'mouse') {
            open()
          }
        }}
        onPointerLeave={close}
        onFocus={open}
        onBlur={close}
      >
        <StatusIcon status={status} />
        <span className="cr-hidden">{words}</span>
      </button>
      {isOpen && (
        <Popover
          id={id}
          role="tooltip"
          className="cr-popover cr-readers"
          anchor={buttonRef}
          prefer="above"
          onClose={close}
        >
          <p className="cr-popover-title">{labels.readByHeading}</p>
          {row.readBy.slice(0, defaults.receiptNames).map((person) => (
            <p key={person.id} className="cr-reader">
              <Avatar person={person} size="small" />
              {nameOf(person)}
            </p>
          ))}
          {names.length > defaults.receiptNames && <p>{labels.members(names.length)}</p>}
        </Popover>
      )}
    </>
  )
}
