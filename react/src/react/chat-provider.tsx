'use client'

import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { ChatClient } from '../core/index.js'
import type { Session } from './session.js'

interface Chat {
  readonly client: ChatClient
  readonly session: Session | undefined
}

const ChatContext = createContext<Chat | undefined>(undefined)

/** Lends one client to every room below it. */
export function ChatProvider(props: {
  readonly client: ChatClient
  /** Who is signed in, for rooms that are not told by `currentUser`. */
  readonly session?: Session | undefined
  readonly children?: ReactNode
}): ReactNode {
  const { client, session, children } = props
  const chat = useMemo(() => ({ client, session }), [client, session])
  return <ChatContext.Provider value={chat}>{children}</ChatContext.Provider>
}

/**
 * Returns `client`, or else the one of the nearest provider.
 *
 * @throws Error when there is neither
 */
export function useChatClient(client?: ChatClient): ChatClient {
  const lent = useContext(ChatContext)
  const found = client ?? lent?.client
  if (found === undefined) {
    throw new Error(
      'unable to find a chat client; pass the `client` prop or wrap the room in <ParleyProvider> or <ChatProvider>',
    )
  }
  return found
}

/** Who is signed in, as the nearest provider says; undefined when it says nothing of it. */
export function useSession(): Session | undefined {
  return useContext(ChatContext)?.session
}
