'use client'

import { ChatRoom } from '@parley/react'
import { ParleyProvider } from '@parley/react/provider'
import { useSession } from '@parley/react/react'
import '@parley/react/styles.css'

/** The app's own way in, as one of development would not be offered to users. */
function Guest() {
  const session = useSession()
  return (
    <button type="button" onClick={() => session?.signInAnonymously?.()}>
      Continue as a guest
    </button>
  )
}

/** The room as the README shows it. */
export function Room({ settings, ...room }) {
  return (
    <ParleyProvider {...settings}>
      <ChatRoom signIn={<Guest />} className="h-[500px]" {...room} />
    </ParleyProvider>
  )
}
