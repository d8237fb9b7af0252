import type { StoredMessage } from '../entities.js'
import type { RoomContent } from '../log/content.js'
import type { Messages } from '../log/messages.js'

/** Where the line above the unread messages stands. */
export type Divider =
  /** The room was not read yet, so nobody knows. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'none' }
  /** Above the first message by others after this place. */
  | { readonly kind: 'after'; readonly seq: number }

/** The first message by others after a place. */
export function firstByOthers(
  messages: Messages,
  userId: string,
  afterSeq: number,
): StoredMessage | undefined {
  return messages.find((message) => message.seq > afterSeq && message.userId !== userId)
}

/** The newest message by others up to a place. */
export function lastByOthers(
  messages: Messages,
  userId: string,
  upToSeq: number,
): StoredMessage | undefined {
  return messages.findLast((message) => message.seq <= upToSeq && message.userId !== userId)
}

/** Whether a message by others after a place waits to be read. */
export function hasUnread(messages: Messages, userId: string, afterSeq: number): boolean {
  return messages.some(
    (message) =>
      message.seq > afterSeq && message.userId !== userId && message.deletedAt === undefined,
  )
}

/**
 * Decides when the room opens: the line stands after what was read, if anything follows. Who is not in the
 * room has not begun to read, so nothing waits for them.
 */
export function openDivider(
  divider: Divider,
  { messages, members }: Pick<RoomContent, 'messages' | 'members'>,
  userId: string,
  readSeq: number,
): Divider {
  if (divider.kind !== 'undecided') {
    return divider
  }
  return members.has(userId) && hasUnread(messages, userId, readSeq)
    ? { kind: 'after', seq: readSeq }
    : { kind: 'none' }
}

/** Decides when the window loses the focus: what comes now comes unseen. */
export function blurDivider(
  divider: Divider,
  { messages }: Pick<RoomContent, 'messages'>,
  userId: string,
  readSeq: number,
): Divider {
  if (divider.kind === 'undecided' || hasUnread(messages, userId, readSeq)) {
    return divider
  }
  return { kind: 'after', seq: messages.at(-1)?.seq ?? 0 }
}

/** Decides when the reader looks at the end: a line that is not there yet will not appear. */
export function watchDivider(
  divider: Divider,
  { messages }: Pick<RoomContent, 'messages'>,
  userId: string,
): Divider {
  return divider.kind === 'after' && firstByOthers(messages, userId, divider.seq) === undefined
    ? { kind: 'none' }
    : divider
}
