'use client'

import { useCallback } from 'react'
import type { MessageRow, RoomView } from '../core/index.js'
import { findStanding } from './use-edit.js'
import { useReplying, useRoomStore } from './room-provider.js'
import { usePermissions } from './use-permissions.js'

/**
 * Returns the row of the message that is being answered, unless it was deleted since. It may be out of sight:
 * then it is as it was.
 */
export function findReplied(view: RoomView, begun: MessageRow | undefined): MessageRow | undefined {
  const row = view.rows.find((each) => each.key === begun?.key)
  return row?.kind !== 'message' ? begun : row.message.deletedAt === undefined ? row : undefined
}

/** Returns a function that begins to answer the message with the key of a row. */
export function useReply(): (key: string) => void {
  const store = useRoomStore()
  const replying = useReplying()
  const permissions = usePermissions()
  return useCallback(
    (key) => {
      const row = findStanding(store.get(), key)
      if (row !== undefined && permissions(row).canReply) {
        replying.set(row)
      }
    },
    [store, replying, permissions],
  )
}
