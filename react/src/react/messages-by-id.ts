import type { MessageRow, TimelineRow } from '../core/index.js'

export const isMessage = (row: TimelineRow): row is MessageRow => row.kind === 'message'

const indexes = new WeakMap<readonly TimelineRow[], ReadonlyMap<string, MessageRow>>()

/** Returns the messages in `rows` by id; one index serves every hook that reads the same rows. */
export function messagesById(rows: readonly TimelineRow[]): ReadonlyMap<string, MessageRow> {
  const index =
    indexes.get(rows) ?? new Map(rows.filter(isMessage).map((row) => [row.message.id, row]))
  indexes.set(rows, index)
  return index
}
