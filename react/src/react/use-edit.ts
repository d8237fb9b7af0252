'use client'

import { useCallback } from 'react'
import type { MessageRow, RoomView } from '../core/index.js'
import { withNames } from '../format/index.js'
import { useEditing, useRoomStore } from './room-provider.js'
import { useMentionNames } from './use-mentions.js'
import { usePermissions } from './use-permissions.js'

/** The row of a message that still stands: it is neither deleted nor gone. */
export function findStanding(view: RoomView, key: string | undefined): MessageRow | undefined {
  const row = key === undefined ? undefined : view.rows.find((each) => each.key === key)
  return row?.kind === 'message' && row.message.deletedAt === undefined ? row : undefined
}

/** Returns a function that begins to edit the message with the key of a row. */
export function useEdit(): (key: string) => void {
  const store = useRoomStore()
  const editing = useEditing()
  const permissions = usePermissions()
  const { nameOf } = useMentionNames()
  return useCallback(
    (key) => {
      const row = findStanding(store.get(), key)
      if (row !== undefined && permissions(row).canEdit) {
        editing.set({ key, text: withNames(row.message.content, nameOf) })
      }
    },
    [store, editing, permissions, nameOf],
  )
}
