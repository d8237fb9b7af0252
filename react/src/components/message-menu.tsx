'use client'

import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useComposer, usePermissions, useRoomActions, type MessageRow } from '../react/index.js'
import { CopyIcon, MoreIcon, PencilIcon, TrashIcon } from './icons.js'
import { Popover } from './popover.js'
import { useRoomUi } from './room-ui.js'

/** Where a key leads in a menu of so many items. */
const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function MenuItem(props: {
  readonly icon: ReactNode
  readonly danger?: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}): ReactNode {
  return (
    <button
      type="button"
      role="menuitem"
      className="cr-menu-item"
      data-danger={props.danger}
      tabIndex={-1}
      onClick={props.onChoose}
    >
      {props.icon}
      {props.children}
    </button>
  )
}

/** What may be done with the message; asks again before it deletes. */
function MenuItems(props: { readonly row: MessageRow; readonly close: () => void }): ReactNode {
  const { row, close } = props
  const { labels } = useRoomUi()
  const actions = useRoomActions()
  const { edit } = useComposer()
  const { canCopy, canEdit, canDelete } = usePermissions()(row)
  const [isDeleting, setDeleting] = useState(false)
  const listRef = useRef<HTMLDivElement>(null)
  useEffect(() => {
    listRef.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [isDeleting])
  const choosing = (act: () => void) => () => {
    close()
    act()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    // The list of messages has its own use for arrows.
    event.stopPropagation()
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')]
    const at = items.findIndex((item) => item === document.activeElement)
    const next = steps[event.key]?.(at, items.length)
    if (next !== undefined) {
      event.preventDefault()
      items[next]?.focus({ preventScroll: true })
    } else if (event.key === 'Tab') {
      close()
    }
  }
  return (
    <div ref={listRef} role="menu" aria-label={labels.messageActions} onKeyDown={onKeyDown}>
      {isDeleting ? (
        <>
          <MenuItem
            danger
            icon={<TrashIcon />}
            onChoose={choosing(() => {
              actions.delete(row.key)
            })}
          >
            {labels.deleteForEveryone}
          </MenuItem>
          <MenuItem icon={null} onChoose={close}>
            {labels.keepMessage}
          </MenuItem>
        </>
      ) : (
        <>
          {canEdit && (
            <MenuItem
              icon={<PencilIcon />}
              onChoose={choosing(() => {
                edit(row.key)
              })}
            >
              {labels.edit}
            </MenuItem>
          )}
          {canCopy && (
            <MenuItem
              icon={<CopyIcon />}
              onChoose={choosing(() => {
                navigator.clipboard.writeText(row.message.content).catch(() => undefined)
              })}
            >
              {labels.copy}
            </MenuItem>
          )}
          {canDelete && (
            <MenuItem
              danger
              icon={<TrashIcon />}
              onChoose={() => {
                setDeleting(true)
              }}
            >
              {labels.delete}
            </MenuItem>
          )}
        </>
      )}
    </div>
  )
}

/** Offers what may be done with a message. */
export function MessageMenu(props: {
  readonly row: MessageRow
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
}): ReactNode {
  const { row, isOpen, setOpen } = props
  const { labels } = useRoomUi()
  const buttonRef = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setOpen(false)
    buttonRef.current?.focus({ preventScroll: true })
  }
  return (
    <>
      <button
        ref={buttonRef}
        type="button"
        className="cr-more"
        tabIndex={-1}
        aria-label={labels.messageActions}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen)
        }}
      >
        <MoreIcon />
      </button>
      {isOpen && (
        <Popover className="cr-popover cr-menu" anchor={buttonRef} prefer="above" onClose={close}>
          <MenuItems row={row} close={close} />
        </Popover>
      )}
    </>
  )
}
