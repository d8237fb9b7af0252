import type { StoredMessage } from '../entities.js'
import { given } from '../given.js'
import { isCount, isFields, texts, times } from './values.js'

/** That a message was deleted, when the whole message is not told. */
export interface Deletion {
  readonly id: string
  readonly rev: number
  readonly deletedAt: string
}

/** Reads a message with its place in the room; `undefined` when it is none. */
export function readMessage(value: unknown): StoredMessage | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { id, room_id, user_id, content, reply_to, client_id } = texts(value, [
    'id',
    'room_id',
    'user_id',
    'content',
    'reply_to',
    'client_id',
  ])
  const { created_at, edited_at, deleted_at } = times(value, [
    'created_at',
    'edited_at',
    'deleted_at',
  ])
  const { seq, rev, attachments, metadata } = value
  if (
    id === undefined ||
    room_id === undefined ||
    user_id === undefined ||
    content === undefined ||
    created_at === undefined ||
    !isCount(seq)
  ) {
    return undefined
  }
  return {
    id,
    roomId: room_id,
    userId: user_id,
    content,
    createdAt: created_at,
    seq,
    rev: isCount(rev) ? rev : 0,
    ...given({
      editedAt: edited_at,
      deletedAt: deleted_at,
      replyTo: reply_to,
      clientId: client_id,
      attachments: attachments ?? undefined,
      metadata: metadata ?? undefined,
    }),
  }
}

/** Reads the short form of a deletion; `rev` is that of the event that tells it. */
export function readDeletion(value: unknown, rev: number): Deletion | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { id } = texts(value, ['id'])
  const { deleted_at } = times(value, ['deleted_at'])
  return id === undefined || deleted_at === undefined
    ? undefined
    : { id, rev, deletedAt: deleted_at }
}
