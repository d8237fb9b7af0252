import type { MessagesPage, Room, RoomSnapshot } from '../entities.js'
import { given } from '../given.js'
import { readMessage } from './message.js'
import { readCursor, readMembership, readNotice } from './people.js'
import { readPin } from './pins.js'
import { readReactions } from './reactions.js'
import { isCount, isFields, listOf, texts, times } from './values.js'

const visibilities = ['private', 'open', 'public'] as const

export function readRoom(value: unknown): Room | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { id, name, description, created_by } = texts(value, [
    'id',
    'name',
    'description',
    'created_by',
  ])
  const visibility = visibilities.find((known) => known === value['visibility'])
  if (id === undefined || name === undefined || visibility === undefined) {
    return undefined
  }
  const { created_at, updated_at } = times(value, ['created_at', 'updated_at'])
  const { edit_seconds } = value
  return {
    id,
    name,
    visibility,
    ...given({
      description,
      createdBy: created_by,
      createdAt: created_at,
      updatedAt: updated_at,
      editSeconds: isCount(edit_seconds) ? edit_seconds : undefined,
    }),
  }
}

/**
 * Reads what an event says is new about `room`. One that describes it whole replaces what was known:
 * a description that it lacks was removed. Otherwise fields it does not name stay as they are.
 */
export function readRoomUpdate(room: Room, value: unknown): Room | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { id, createdBy, createdAt, updatedAt, editSeconds, ...known } = room
  const made = { created_by: createdBy, created_at: createdAt }
  const before = { ...known, ...made, updated_at: updatedAt, edit_seconds: editSeconds }
  return readRoom({ ...made, ...value, id }) ?? readRoom({ ...before, ...value, id })
}

export function readSnapshot(value: unknown): RoomSnapshot | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { epoch, rev, has_older } = value
  const room = readRoom(value['room'])
  const messages = listOf(value['messages'], readMessage)
  const participants = listOf(value['participants'], readMembership)
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
    ? {
        epoch,
        rev,
        room,
        messages,
        hasOlder: has_older,
        participants,
        cursors,
        notices,
        ...given({
          reactions: readReactions(value['reactions']),
          quotes: listOf(value['quotes'], readMessage),
          pins: listOf(value['pins'], readPin),
        }),
      }
    : undefined
}

export function readPage(value: unknown): MessagesPage | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { has_older, has_newer, rev } = value
  const messages = listOf(value['messages'], readMessage)
  const notices = listOf(value['notices'], readNotice)
  return typeof has_older === 'boolean' &&
    typeof has_newer === 'boolean' &&
    messages !== undefined &&
    notices !== undefined
    ? {
        messages,
        notices,
        hasOlder: has_older,
        hasNewer: has_newer,
        ...given({
          reactions: readReactions(value['reactions']),
          quotes: listOf(value['quotes'], readMessage),
          rev: isCount(rev) ? rev : undefined,
        }),
      }
    : undefined
}
