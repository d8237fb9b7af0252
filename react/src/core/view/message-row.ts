import type { Person, StoredMessage } from '../entities.js'
import { sentAs } from '../log/messages.js'
import type { PendingMessage } from '../room/pending-messages.js'
import type { GroupPosition, MessageRow } from '../room-view.js'
import { toReceipts, type Recipients } from './receipts.js'

const nobody: readonly Person[] = []

/** The row of a message the server has; only our own tell how far they have come. */
export function storedRow(
  message: StoredMessage,
  author: Person,
  own: boolean,
  group: GroupPosition,
  recipients: Recipients,
): MessageRow {
  const row = { kind: 'message', key: sentAs(message), message, author, own, group } as const
  return own
    ? { ...row, ...toReceipts(recipients, message, message.seq) }
    : { ...row, readBy: nobody, readByAll: false }
}

/** The row of a message the server has not confirmed. */
export function pendingRow(
  { message, state }: PendingMessage,
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
