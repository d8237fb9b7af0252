import type { Pin, PinAnswer, PinnedMessage } from '../entities.js'
import { readMessage } from './message.js'
import { readAuthor } from './people.js'
import { isCount, isFields, listOf, texts, times } from './values.js'

/** Reads a pin of a snapshot, or the data of `message-pinned`. */
export function readPin(value: unknown): Pin | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { message_id, user_id } = texts(value, ['message_id', 'user_id'])
  const { pinned_at } = times(value, ['pinned_at'])
  return message_id === undefined || user_id === undefined || pinned_at === undefined
    ? undefined
    : { messageId: message_id, userId: user_id, pinnedAt: pinned_at }
}

/** Reads the data of `message-unpinned`: the id of the message. */
export function readUnpinned(value: unknown): string | undefined {
  return isFields(value) ? texts(value, ['message_id']).message_id : undefined
}

/** Reads what `pin_message` and `unpin_message` return. */
export function readPinAnswer(value: unknown): PinAnswer | undefined {
  const messageId = readUnpinned(value)
  return isFields(value) && messageId !== undefined && isCount(value['rev'])
    ? { messageId, rev: value['rev'] }
    : undefined
}

/** Reads what `pinned_messages` returns. */
export function readPinnedMessages(value: unknown): readonly PinnedMessage[] | undefined {
  return isFields(value) ? listOf(value['pins'], readPinnedMessage) : undefined
}

function readPinnedMessage(value: unknown): PinnedMessage | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const message = readMessage(value['message'])
  const pin = message && readPin({ ...value, message_id: message.id })
  if (message === undefined || pin === undefined) {
    return undefined
  }
  const { userId, pinnedAt } = pin
  return { message, author: readAuthor(message, value['profile']), userId, pinnedAt }
}
