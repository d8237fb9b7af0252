import type { Message, Person, StoredMessage } from '../entities.js'
import { sentAs } from '../log/messages.js'
import type { Layered } from '../mutations/layer.js'
import type { MutationState } from '../mutations/pending-mutations.js'
import { given } from '../given.js'
import type { GroupPosition, MessageRow, Quote, Reaction } from '../room-view.js'
import { toReceipts, type Recipients } from './receipts.js'

const nobody: readonly Person[] = []

/** The row of a message the server has; only our own tell how far they have come. */
export function storedRow(
  stored: StoredMessage,
  { message, isPinned, change }: Layered,
  reactions: readonly Reaction[],
  quote: Quote | undefined,
  author: Person,
  own: boolean,
  group: GroupPosition,
  recipients: Recipients,
): MessageRow {
  const row = {
    kind: 'message',
    key: sentAs(stored),
    message,
    reactions,
    pinned: isPinned && message.deletedAt === undefined,
    author,
    own,
    group,
    ...given({ change, quote }),
  } as const
  return own
    ? { ...row, ...toReceipts(recipients, stored, stored.seq) }
    : { ...row, readBy: nobody, readByAll: false }
}

/** The row of a message the server has not confirmed. */
export function pendingRow(
  sent: Message,
  state: MutationState,
  { message, isPinned, change }: Layered,
  reactions: readonly Reaction[],
  quote: Quote | undefined,
  author: Person,
  group: GroupPosition,
): MessageRow {
  const row = {
    kind: 'message',
    key: sent.id,
    message,
    reactions,
    pinned: isPinned,
    author,
    own: true,
    group,
    // A message is stored by the same answer that says it is done.
    status: state.kind === 'done' ? 'sending' : state.kind,
    readBy: nobody,
    readByAll: false,
    ...given({ change, quote }),
  } as const
  return state.kind === 'failed'
    ? { ...row, retryable: state.error.retryable, error: state.error }
    : row
}
