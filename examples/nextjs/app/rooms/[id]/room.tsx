'use client'

import '@parley/react/styles.css'
import { ChatRoom, type ChatRoomProps } from '@parley/react'
import { ParleyProvider } from '@parley/react/provider'
import Link from 'next/link'
import { createClient } from '@/lib/supabase-browser'
import { SignIn } from './sign-in'

/** Rendered by the server with the messages of its moment, and live as soon as the browser has it. */
export function Room(props: Pick<ChatRoomProps, 'roomId' | 'initialMessages' | 'currentUser'>) {
  return (
    <ParleyProvider supabase={createClient()}>
      <ChatRoom
        {...props}
        signIn={<SignIn />}
        headerStart={
          <Link className="back" href="/" aria-label="All rooms">
            ‹
          </Link>
        }
      />
    </ParleyProvider>
  )
}
