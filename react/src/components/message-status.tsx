'use client'

import { useId, useRef, useState, type FunctionComponent, type ReactNode } from 'react'
import { uiDefaults, type SendStatus } from '../react/index.js'
import { Avatar } from './avatar.js'
import { AlertIcon, ClockIcon, TickIcon, TicksIcon } from './icons.js'
import { Popover } from './popover.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type SlotProps } from './slots.js'

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
export const MessageStatus: FunctionComponent<SlotProps['Status']> = replaceable(
  'Status',
  (props) => {
    const { row, status } = props
    const { labels, nameOf, namedIn } = useRoomUi()
    const [isOpen, setOpen] = useState(false)
    const buttonRef = useRef<HTMLButtonElement>(null)
    const id = useId()
    const shown = row.readBy.slice(0, uiDefaults.receiptNames)
    const others = row.readBy.length - shown.length
    const words = row.readByAll
      ? labels.readByAll
      : shown.length > 0
        ? labels.readBy(shown.map(namedIn), others)
        : labels.status(status)
    if (shown.length === 0) {
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
            <p className="cr-popover-title">
              {labels.readByHeading} <span className="cr-count">{row.readBy.length}</span>
            </p>
            {shown.map((person) => (
              <p key={person.id} className="cr-reader">
                <Avatar person={person} size="small" />
                <bdi className="cr-reader-name">{nameOf(person)}</bdi>
              </p>
            ))}
            {others > 0 && <p className="cr-reader cr-quiet">{labels.andOthers(others)}</p>}
          </Popover>
        )}
      </>
    )
  },
)
