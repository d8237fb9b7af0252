import type { MessageRow, RoomView } from '../room-view.js'
import { toMillis } from '../time/instant.js'

/** What the reader may do with one message. The server decides in any case. */
export interface MessagePermissions {
  readonly canCopy: boolean
  readonly canEdit: boolean
  readonly canDelete: boolean
  readonly canReact: boolean
}

/** @param now milliseconds since 1970: a room may limit for how long a message may be changed */
export function permissionsOf(view: RoomView, row: MessageRow, now: number): MessagePermissions {
  const { message, own } = row
  const isThere = message.seq !== undefined && message.deletedAt === undefined
  const { editSeconds = Infinity } = view.room ?? {}
  const isOwn = own && now - toMillis(message.createdAt) <= editSeconds * 1000
  const role = view.participants.find(({ id }) => id === view.currentUser.id)?.role
  return {
    canCopy: message.deletedAt === undefined && message.content !== '',
    canReact: isThere && view.canSend,
    canEdit: isThere && isOwn && view.canSend,
    canDelete:
      isThere && view.access === 'member' && (isOwn || role === 'owner' || role === 'moderator'),
  }
}
