import type { MessageReactions, ReactionAnswer } from '../entities.js'
import { isCount, isFields, listOf, texts } from './values.js'

/** That somebody reacted to a message, or took it back. */
export interface ReactionChange {
  readonly messageId: string
  readonly userId: string
  readonly emoji: string
  readonly isOn: boolean
  /** Of the change that tells it. */
  readonly rev: number
}

/** Reads the data of `reaction-added`, or else of `reaction-removed`. */
export function readReactionChange(
  data: unknown,
  isOn: boolean,
  rev: number,
): ReactionChange | undefined {
  const answer = isFields(data) ? readReactionAnswer({ ...data, rev }) : undefined
  return answer && { ...answer, isOn }
}

/** Reads what `react` and `unreact` return. */
export function readReactionAnswer(value: unknown): ReactionAnswer | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { message_id, user_id, emoji } = texts(value, ['message_id', 'user_id', 'emoji'])
  const { rev } = value
  return message_id === undefined || user_id === undefined || emoji === undefined || !isCount(rev)
    ? undefined
    : { messageId: message_id, userId: user_id, emoji, rev }
}

/** Reads the reactions of a snapshot or page; `undefined` when it does not tell them. */
export function readReactions(value: unknown): readonly MessageReactions[] | undefined {
  return listOf(value, readMessageReactions)
}

function readMessageReactions(value: unknown): MessageReactions | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { message_id, emoji } = texts(value, ['message_id', 'emoji'])
  const userIds = listOf(value['user_ids'], (id) => (typeof id === 'string' ? id : undefined))
  return message_id === undefined || emoji === undefined || userIds === undefined
    ? undefined
    : { messageId: message_id, emoji, userIds }
}
