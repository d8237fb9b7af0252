'use client'

import { useCallback } from 'react'
import { permissionsOf, type MessagePermissions, type MessageRow } from '../core/index.js'
import { useRoomStore } from './room-provider.js'

/** Returns a function that tells what the reader may do with a message at the moment it is called. */
export function usePermissions(): (row: MessageRow) => MessagePermissions {
  const store = useRoomStore()
  return useCallback((row) => permissionsOf(store.get(), row, Date.now()), [store])
}
