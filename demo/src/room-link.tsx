import {
  isolate,
  plainName,
  plainText,
  RoomProvider,
  useMentionedName,
  useMessages,
  useRoom,
  useTyping,
  useUnread,
  type ChatClient,
  type Person,
} from '@parley/react'
import { useEffect, useRef, type ReactNode } from 'react'
import { VisibilityIcon } from './visibility-icon.js'
import type { RoomSummary, Rooms } from './rooms.js'
import { addressOf } from './use-route.js'
import { whenOf } from './when-of.js'

interface RoomLinkProps {
  readonly room: RoomSummary
  readonly user: Person
  readonly isOpen: boolean
  /** Called when the newest message is another one. */
  readonly onActivity: () => void
  /** Called with how many messages are unread, and with 0 when this entry goes. */
  readonly onUnread: (roomId: string, count: number) => void
}

interface Preview {
  readonly text: string
  readonly at: string | undefined
  readonly unread: number
  readonly isTyping: boolean
}

/** One of one's rooms in the list, live: it holds the room open, which also marks messages delivered. */
export function LiveRoomLink(props: RoomLinkProps & { readonly chat: ChatClient }): ReactNode {
  const { chat, ...rest } = props
  return (
    <RoomProvider client={chat} roomId={props.room.id} currentUser={props.user}>
      <FromStore {...rest} />
    </RoomProvider>
  )
}

/** One of one's rooms as the list last knew it; tells when the list should be asked for again. */
export function WatchedRoomLink(props: RoomLinkProps & { readonly rooms: Rooms }): ReactNode {
  const { rooms, ...rest } = props
  const { room, user, onActivity } = rest
  const { id, visibility } = room
  useEffect(() => rooms.watch({ id, visibility }, onActivity), [rooms, id, visibility, onActivity])
  return <RoomLink {...rest} preview={previewOf(room, user)} />
}

function previewOf(room: RoomSummary, user: Person): Preview {
  const last = room.lastMessage
  const own = last?.userId === user.id ? 'You: ' : ''
  return {
    text: last === undefined ? (room.description ?? 'No messages yet') : `${own}${last.text}`,
    at: last?.at,
    unread: room.unread,
    isTyping: false,
  }
}

function FromStore(props: RoomLinkProps): ReactNode {
  const { room, user, onActivity } = props
  const { phase } = useRoom()
  const last = useMessages().at(-1)
  const unread = useUnread()
  const [typist] = useTyping()
  const mentionedName = useMentionedName('Somebody')
  const lastId = last?.message.seq == null ? undefined : last.key
  const known = useRef<string>(undefined)
  useEffect(() => {
    if (known.current !== undefined && lastId !== undefined && known.current !== lastId) {
      onActivity()
    }
    known.current = lastId
  }, [lastId, onActivity])
  if (phase !== 'ready') {
    return <RoomLink {...props} preview={previewOf(room, user)} />
  }
  const written =
    last === undefined
      ? (room.description ?? 'No messages yet')
      : last.message.deletedAt !== undefined
        ? 'Message deleted'
        : `${last.own ? 'You: ' : ''}${plainText(last.message.content, mentionedName)}`
  const preview: Preview = {
    text: typist === undefined ? written : `${isolate(typist.name || 'Somebody')} is typing…`,
    at: last?.message.createdAt,
    unread,
    isTyping: typist !== undefined,
  }
  return <RoomLink {...props} preview={preview} />
}

function RoomLink(props: RoomLinkProps & { readonly preview: Preview }): ReactNode {
  const { room, isOpen, preview, onUnread } = props
  const { unread } = preview
  useEffect(() => {
    onUnread(room.id, unread)
    return () => {
      onUnread(room.id, 0)
    }
  }, [room.id, unread, onUnread])
  return (
    <a
      className="room-link"
      href={addressOf(room.id)}
      aria-current={isOpen ? 'page' : undefined}
      data-unread={unread > 0}
    >
      <span className="room-mark">
        <VisibilityIcon visibility={room.visibility} />
      </span>
      <span className="room-words">
        <span className="room-name">
          <bdi>{plainName(room.name)}</bdi>
        </span>
        <span className="room-last" data-typing={preview.isTyping}>
          <bdi>{preview.text}</bdi>
        </span>
      </span>
      <span className="room-side">
        {preview.at !== undefined && (
          <time className="room-time" dateTime={preview.at}>
            {whenOf(preview.at)}
          </time>
        )}
        {unread > 0 && (
          <span className="badge">
            {unread > 99 ? '99+' : unread}
            <span className="hidden"> unread</span>
          </span>
        )}
      </span>
    </a>
  )
}
