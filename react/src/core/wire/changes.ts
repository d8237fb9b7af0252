import type { Change, RoomChanges } from '../entities.js'
import { readCursor } from './people.js'
import { isCount, isFields, listOf } from './values.js'

function readChange(value: unknown): Change | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { rev, kind, data, created_at } = value
  return isCount(rev) && typeof kind === 'string' && typeof created_at === 'string'
    ? { rev, kind, data, createdAt: created_at }
    : undefined
}

export function readChanges(value: unknown): RoomChanges | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { epoch, through, head, reset } = value
  const items = listOf(value['items'], readChange)
  const cursors = listOf(value['cursors'], readCursor)
  return typeof epoch === 'string' &&
    isCount(through) &&
    isCount(head) &&
    typeof reset === 'boolean' &&
    items !== undefined &&
    cursors !== undefined
    ? { epoch, items, through, head, reset, cursors }
    : undefined
}
