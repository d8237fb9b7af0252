import type { MessagesPage, Room, RoomSnapshot } from '../entities.js'
import { readMessage } from './message.js'
import { readCursor, readNotice, readParticipant } from './people.js'
import { isCount, isFields, listOf, texts, times } from './values.js'

const visibilities = ['private', 'open', 'public'] as const

export function readRoom(value: unknown): Room | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { id, name, ...optional } = texts(value, ['id', 'name', 'description', 'created_by'])
  const visibility = visibilities.find((known) => known === value['visibility'])
  if (id === undefined || name === undefined || visibility === undefined) {
    return undefined
  }
  return { id, name, visibility, ...optional, ...times(value, ['created_at', 'updated_at']) }
}

export function readSnapshot(value: unknown): RoomSnapshot | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { epoch, rev, has_older } = value
  const room = readRoom(value['room'])
  const messages = listOf(value['messages'], readMessage)
  const participants = listOf(value['participants'], readParticipant)
  const cursors = listOf(value['cursors'], readCursor)
  const notices = listOf(value['notices'], readNotice)
  return typeof epoch === 'string' &&
    isCount(rev) &&
    typeof has_older === 'boolean' &&
    room !== undefined &&
    messages !== undefined &&
    participants !== undefined &&
    cursors !== undefined &&
    notices !== undefined
    ? { epoch, rev, room, messages, has_older, participants, cursors, notices }
    : undefined
}

export function readPage(value: unknown): MessagesPage | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { has_older, has_newer } = value
  const messages = listOf(value['messages'], readMessage)
  const notices = listOf(value['notices'], readNotice)
  return typeof has_older === 'boolean' &&
    typeof has_newer === 'boolean' &&
    messages !== undefined &&
    notices !== undefined
    ? { messages, notices, has_older, has_newer }
    : undefined
}
