import type { Notice } from '../entities.js'
import { readDeletion, readMessage } from '../wire/message.js'
import { readMembership, readMembershipNotice } from '../wire/people.js'
import { readPin, readUnpinned } from '../wire/pins.js'
import { readReactionChange } from '../wire/reactions.js'
import { readRoomUpdate } from '../wire/room.js'
import {
  withDeletion,
  withMember,
  withMessage,
  withNotices,
  withReaction,
  type RoomContent,
} from './content.js'
import { toParticipant } from './participant.js'
import { dropPin, putPin } from './pins.js'

/** One change of the log, from an event or from a range of it. */
export interface LogChange {
  readonly rev: number
  readonly kind: string
  readonly data: unknown
}

/**
 * Applies one change. A kind that is not known changes nothing; `undefined` means that the kind is
 * known and the data is not what it promises.
 */
export function applyChange(content: RoomContent, change: LogChange): RoomContent | undefined {
  switch (change.kind) {
    case 'new-message':
    case 'message-updated':
      return applyMessage(content, change)
    case 'message-deleted':
      return applyMessage(content, change) ?? applyDeletion(content, change)
    case 'reaction-added':
    case 'reaction-removed':
      return applyReaction(content, change)
    case 'message-pinned':
      return applyPin(content, change)
    case 'message-unpinned':
      return applyUnpin(content, change)
    case 'user-joined':
      return applyJoined(content, change)
    case 'user-left':
      return applyLeft(content, change)
    case 'participant-updated':
      return applyParticipant(content, change)
    case 'room-updated':
      return applyRoom(content, change)
    default:
      return content
  }
}

function applyMessage(content: RoomContent, { rev, data }: LogChange): RoomContent | undefined {
  const message = readMessage(data)
  return message && withMessage(content, { ...message, rev })
}

function applyDeletion(content: RoomContent, { rev, data }: LogChange): RoomContent | undefined {
  const deletion = readDeletion(data, rev)
  return deletion && withDeletion(content, deletion)
}

function applyReaction(
  content: RoomContent,
  { rev, kind, data }: LogChange,
): RoomContent | undefined {
  const change = readReactionChange(data, kind === 'reaction-added', rev)
  return change && withReaction(content, change)
}

function applyPin(content: RoomContent, { data }: LogChange): RoomContent | undefined {
  const pin = readPin(data)
  return pin && { ...content, pins: putPin(content.pins, pin) }
}

function applyUnpin(content: RoomContent, { data }: LogChange): RoomContent | undefined {
  const messageId = readUnpinned(data)
  return messageId === undefined
    ? undefined
    : { ...content, pins: dropPin(content.pins, messageId) }
}

function applyJoined(
  content: RoomContent,
  { rev, kind, data }: LogChange,
): RoomContent | undefined {
  const row = readMembership(data)
  const notice = readMembershipNotice(rev, kind, data)
  if (row === undefined || notice === undefined) {
    return undefined
  }
  const member = toParticipant(row, content.members.get(row.userId))
  return withNotices(withMember(content, member), [notice])
}

function applyLeft(content: RoomContent, { rev, kind, data }: LogChange): RoomContent | undefined {
  const notice = readMembershipNotice(rev, kind, data)
  return notice && withNotices(withDeparture(content, notice), [notice])
}

/** Somebody has another role, or may not write for a while, or again. */
function applyParticipant(content: RoomContent, { data }: LogChange): RoomContent | undefined {
  const row = readMembership(data)
  return row && withMember(content, toParticipant(row, content.members.get(row.userId)))
}

function withDeparture(content: RoomContent, { userId, at }: Notice): RoomContent {
  const member = content.members.get(userId)
  return member === undefined ? content : withMember(content, { ...member, leftAt: at })
}

function applyRoom(content: RoomContent, { data }: LogChange): RoomContent | undefined {
  const room = content.room && readRoomUpdate(content.room, data)
  return room && { ...content, room }
}
