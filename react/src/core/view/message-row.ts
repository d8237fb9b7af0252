import type { Person, StoredMessage } from '../entities.js'
import { sentAs } from '../log/messages.js'
import type { Pending } from '../outbox/pending.js'
import type { GroupPosition, MessageRow } from '../room-view.js'
import { toReceipts, type Audience } from './audience.js'

const nobody: readonly Person[] = []

/** The row of a message the server has; only our own tell how far they have come. */
export function storedRow(
  message: StoredMessage,
  author: Person,
  own: boolean,
  group: GroupPosition,
  audience: Audience,
): MessageRow {
  const row = { kind: 'message', key: sentAs(message), message, author, own, group } as const
  return own
    ? { ...row, ...toReceipts(audience, message, message.seq) }
    : { ...row, readBy: nobody, readByAll: false }
}

/** The row of a message the server has not confirmed. */
export function pendingRow(
  { message, state }: Pending,
  author: Person,
  group: GroupPosition,
): MessageRow {
  const row = {
    kind: 'message',
    key: message.id,
    message,
    author,
    own: true,
    group,
    status: state.kind,
    readBy: nobody,
    readByAll: false,
  } as const
  return state.kind === 'failed'
    ? { ...row, retryable: state.error.retryable, error: state.error }
    : row
}
