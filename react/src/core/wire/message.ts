import type { Message, StoredMessage } from '../entities.js'
import { toUtc } from '../time/instant.js'
import { isCount, isFields, texts, times } from './values.js'

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
  const { id, room_id, user_id, content, ...optional } = texts(value, [
    'id',
    'room_id',
    'user_id',
    'content',
    'reply_to',
    'client_id',
  ])
  const { created_at, ...later } = times(value, ['created_at', 'edited_at', 'deleted_at'])
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
    ...later,
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
  const { id } = texts(value, ['id'])
  const { deleted_at } = times(value, ['deleted_at'])
  return id === undefined || deleted_at === undefined ? undefined : { id, rev, deleted_at }
}

/** A row of the app as the wire would bring it: its time may be written with any offset. */
export function inUtc(row: Message): Message {
  return { ...row, created_at: toUtc(row.created_at) }
}
