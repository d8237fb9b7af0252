import { defaults } from '../defaults.js'
import type { Message } from '../entities.js'
import type { GroupPosition } from '../room-view.js'
import { toMillis } from '../time/instant.js'
import type { Days } from './days.js'

/** Whether `message` continues the group of `previous`, the message right above it. */
export function continues(previous: Message | undefined, message: Message, dayOf: Days): boolean {
  return (
    previous?.user_id === message.user_id &&
    toMillis(message.created_at) - toMillis(previous.created_at) <= defaults.groupWithin &&
    dayOf(message.created_at) === dayOf(previous.created_at) &&
    previous.deleted_at == null &&
    message.deleted_at == null &&
    message.reply_to == null
  )
}

/** Place in a group, from whether the message continues one and is continued. */
export function groupPosition(continuing: boolean, continued: boolean): GroupPosition {
  if (continuing) {
    return continued ? 'middle' : 'last'
  }
  return continued ? 'first' : 'single'
}
