'use client'

import {
  useEffect,
  useRef,
  useState,
  type FunctionComponent,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { withNames } from '../format/index.js'
import {
  useMentionedName,
  usePermissions,
  useRoomActions,
  type MessageRow,
} from '../react/index.js'
import { useEdit } from '../react/use-edit.js'
import { useReply } from '../react/use-reply.js'
import { CopyIcon, LinkIcon, MoreIcon, PencilIcon, PinIcon, ReplyIcon, TrashIcon } from './icons.js'
import { Popover } from './popover.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type ActionsProps } from './slots.js'
import { useCopy } from './use-copy.js'

const quickReactions = ['👍', '❤️', '😂', '😮', '😢', '🎉']

const step = (items: readonly HTMLElement[], by: 1 | -1): HTMLElement | undefined => {
  const at = items.findIndex((item) => item === document.activeElement)
  return items[(at + by + items.length) % items.length]
}

/** Where a key leads in a menu whose first line may hold several items. */
function targetIn(menu: HTMLElement, key: string): HTMLElement | undefined {
  const all = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
  const line = all.filter((item) => item.matches('[role="menuitemcheckbox"]'))
  const inLine = line.find((item) => item === document.activeElement)
  // Up and down, the line counts as one.
  const column = all.filter((item) => !line.includes(item) || item === (inLine ?? line[0]))
  const isRtl = getComputedStyle(menu).direction === 'rtl'
  switch (key) {
    case 'ArrowDown':
      return step(column, 1)
    case 'ArrowUp':
      return step(column, -1)
    case 'ArrowLeft':
    case 'ArrowRight':
      return inLine && step(line, (key === 'ArrowRight') === isRtl ? -1 : 1)
    case 'Home':
      return all[0]
    case 'End':
      return all.at(-1)
    default:
      return undefined
  }
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

/** A line of reactions to choose from. */
function QuickReactions(props: {
  readonly row: MessageRow
  readonly onChoose: (emoji: string) => void
}): ReactNode {
  const { row, onChoose } = props
  const { labels } = useRoomUi()
  return (
    <div className="cr-quick" role="group" aria-label={labels.reactions}>
      {quickReactions.map((emoji) => (
        <button
          key={emoji}
          type="button"
          role="menuitemcheckbox"
          className="cr-quick-item"
          tabIndex={-1}
          aria-checked={row.reactions.some((one) => one.mine && one.emoji === emoji)}
          aria-label={labels.react(emoji)}
          onClick={() => {
            onChoose(emoji)
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  )
}

/** What may be done with the message; asks again before it deletes. */
function MenuItems(props: { readonly row: MessageRow; readonly close: () => void }): ReactNode {
  const { row, close } = props
  const { labels, linkTo } = useRoomUi()
  const copy = useCopy()
  const mentionedName = useMentionedName(labels.somebody)
  const actions = useRoomActions()
  const edit = useEdit()
  const reply = useReply()
  const { canReact, canReply, canPin, canCopy, canEdit, canDelete } = usePermissions()(row)
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
    const next = targetIn(event.currentTarget, event.key)
    if (next !== undefined) {
      event.preventDefault()
      next.focus({ preventScroll: true })
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
          {canReact && (
            <QuickReactions
              row={row}
              onChoose={(emoji) => {
                close()
                actions.toggleReaction(row.key, emoji)
              }}
            />
          )}
          {canReply && (
            <MenuItem
              icon={<ReplyIcon />}
              onChoose={choosing(() => {
                reply(row.key)
              })}
            >
              {labels.reply}
            </MenuItem>
          )}
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
                void copy(withNames(row.message.content, mentionedName))
              })}
            >
              {labels.copy}
            </MenuItem>
          )}
          {linkTo !== undefined && (
            <MenuItem
              icon={<LinkIcon />}
              onChoose={choosing(() => {
                void copy(linkTo(row.message.id))
              })}
            >
              {labels.copyLink}
            </MenuItem>
          )}
          {canPin && (
            <MenuItem
              icon={<PinIcon />}
              onChoose={choosing(() => {
                const { pin, unpin } = actions
                const act = row.pinned ? unpin : pin
                act(row.key)
              })}
            >
              {row.pinned ? labels.unpin : labels.pin}
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
export const MessageMenu: FunctionComponent<ActionsProps> = replaceable('Actions', (props) => {
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
})
