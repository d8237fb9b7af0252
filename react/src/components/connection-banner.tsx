'use client'

import type { FunctionComponent } from 'react'
import { useConnection } from '../react/index.js'
import { CloudOffIcon } from './icons.js'
import { useRoomUi } from './room-ui.js'
import { replaceable } from './slots.js'

/** Says that the room is not live, for as long as it is not. */
export const ConnectionBanner: FunctionComponent = replaceable('Banner', () => {
  const { labels } = useRoomUi()
  const connection = useConnection()
  if (connection === 'connected' || connection === 'connecting') {
    return null
  }
  return (
    <p className="cr-banner" data-connection={connection}>
      {connection === 'offline' ? (
        <CloudOffIcon />
      ) : (
        <span className="cr-spinner" aria-hidden="true" />
      )}
      {connection === 'offline' ? labels.offline : labels.reconnecting}
    </p>
  )
})
