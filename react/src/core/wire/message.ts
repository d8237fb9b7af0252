import type { StoredMessage } from '../entities.js'
import { isCount, isFields, texts } from './values.js'

/** That a message was deleted, when the whole message is not told. */
export interface Deletion {
  readonly id: string
  readonly rev: number
  readonly deleted_at: string
}

/** Reads a message with its place in the room; `undefined` when it is none. */
export function readMessage(value: unknown): StoredMessage | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { id, room_id, user_id, content, created_at, ...optional } = texts(value, [
    'id',
    'room_id',
    'user_id',
    'content',
    'created_at',
    'edited_at',
    'deleted_at',
    'reply_to',
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
    room_id,
    user_id,
    content,
    created_at,
    seq,
    rev: isCount(rev) ? rev : 0,
    ...optional,
    ...(attachments == null ? {} : { attachments }),
    ...(metadata == null ? {} : { metadata }),
  }
}

/** Reads the short form of a deletion; `rev` is that of the event that tells it. */
export function readDeletion(value: unknown, rev: number): Deletion | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { id, deleted_at } = texts(value, ['id', 'deleted_at'])
  return id === undefined || deleted_at === undefined ? undefined : { id, rev, deleted_at }
}
