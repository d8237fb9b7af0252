import type { StoredMessage } from '../entities.js'
import { readMessage } from './message.js'
import { isFields } from './values.js'

/** An event of no epoch: it says what happened and not where it stands in the log, as webhooks do. */
export type PlainEvent =
  | { readonly kind: 'message'; readonly message: StoredMessage }
  /** Something happened that must be fetched. */
  | { readonly kind: 'hint' }

const kinds: ReadonlySet<string> = new Set(['new-message', 'user-joined', 'user-left'])

/** Reads what was published under `kind`; `undefined` when it is nothing of ours. */
export function readPlainEvent(
  kind: string,
  data: unknown,
  roomId: string,
): PlainEvent | undefined {
  if (!kinds.has(kind) || !isFields(data) || 'epoch' in data) {
    return undefined
  }
  const message = kind === 'new-message' ? readMessage(data) : undefined
  return message?.roomId === roomId ? { kind: 'message', message } : { kind: 'hint' }
}
