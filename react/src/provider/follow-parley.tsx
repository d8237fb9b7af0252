'use client'

import { useEffect, useSyncExternalStore, type ReactNode } from 'react'
import { ChatProvider } from '../react/index.js'
import type { Parley } from './parley.js'

/** Keeps a connection running while it is on the page, and lends it to the rooms below. */
export function FollowParley(props: {
  readonly parley: Parley
  readonly children?: ReactNode
}): ReactNode {
  const { parley, children } = props
  const { client, session } = useSyncExternalStore(parley.subscribe, parley.get, parley.get)
  useEffect(() => parley.start(), [parley])
  return (
    <ChatProvider client={client} session={session}>
      {children}
    </ChatProvider>
  )
}
