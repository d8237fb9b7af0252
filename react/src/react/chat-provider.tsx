'use client'

import { createContext, useContext, type ReactNode } from 'react'
import type { ChatClient } from '../core/index.js'

const ChatContext = createContext<ChatClient | undefined>(undefined)

/** Lends one client to every room below it. */
export function ChatProvider(props: {
  readonly client: ChatClient
  readonly children?: ReactNode
}): ReactNode {
  return <ChatContext.Provider value={props.client}>{props.children}</ChatContext.Provider>
}

/**
 * Returns `client`, or else the one of the nearest `ChatProvider`.
 *
 * @throws Error when there is neither
 */
export function useChatClient(client?: ChatClient): ChatClient {
  const lent = useContext(ChatContext)
  const found = client ?? lent
  if (found === undefined) {
    throw new Error(
      'unable to find a chat client; pass the `client` prop or wrap the room in <ChatProvider>',
    )
  }
  return found
}
