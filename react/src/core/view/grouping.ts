import { defaults } from '../defaults.js'
import type { Message } from '../entities.js'
import type { GroupPosition } from '../room-view.js'
import { toMillis } from '../time/instant.js'
import type { Days } from './days.js'

/** Whether `message` continues the group of `previous`, the message right above it. */
export function continues(previous: Message | undefined, message: Message, dayOf: Days): boolean {
  return (
    previous?.userId === message.userId &&
    toMillis(message.createdAt) - toMillis(previous.createdAt) <= defaults.groupWithin &&
    dayOf(message.createdAt) === dayOf(previous.createdAt) &&
    previous.deletedAt === undefined &&
    message.deletedAt === undefined &&
    message.replyTo === undefined
  )
}

/** Place in a group, from whether the message continues one and is continued. */
export function groupPosition(continuing: boolean, continued: boolean): GroupPosition {
  if (continuing) {
    return continued ? 'middle' : 'last'
  }
  return continued ? 'first' : 'single'
}
