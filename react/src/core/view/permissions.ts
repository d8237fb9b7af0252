import type { MessageRow, RoomView } from '../room-view.js'
import { toMillis } from '../time/instant.js'

/** What the reader may do with one message. The server decides in any case. */
export interface MessagePermissions {
  readonly canCopy: boolean
  readonly canEdit: boolean
  readonly canDelete: boolean
  readonly canReact: boolean
  readonly canReply: boolean
  /** To pin it, or to take its pin back. */
  readonly canPin: boolean
}

/** Whether the reader is an owner or a moderator of the room. */
export function isInCharge({ participants, currentUser }: RoomView): boolean {
  const role = participants.find(({ id }) => id === currentUser.id)?.role
  return role === 'owner' || role === 'moderator'
}

/** @param now milliseconds since 1970: a room may limit for how long a message may be changed */
export function permissionsOf(view: RoomView, row: MessageRow, now: number): MessagePermissions {
  const { message, own } = row
  const isThere = message.seq !== undefined && message.deletedAt === undefined
  const { editSeconds = Infinity } = view.room ?? {}
  const isOwn = own && now - toMillis(message.createdAt) <= editSeconds * 1000
  const looksAfter = view.access === 'member' && isInCharge(view)
  return {
    canCopy: message.deletedAt === undefined && message.content !== '',
    canReact: isThere && view.canSend,
    canReply: isThere && view.canSend,
    canEdit: isThere && isOwn && view.canSend,
    canDelete: isThere && view.access === 'member' && (isOwn || looksAfter),
    canPin: isThere && looksAfter,
  }
}
