import '@parley/react/styles.css'
import '@parley/react/shadcn.css'

import { ChatRoom as Room, type ChatRoomProps } from '@parley/react'
import { ParleyProvider, settingsFrom } from '@parley/react/provider'

/** A room of an app that is built by Vite. More than one room: keep the provider and put them below it. */
export function ChatRoom(props: ChatRoomProps) {
  return (
    <ParleyProvider {...settingsFrom(import.meta.env)}>
      <Room style={{ height: '32rem' }} {...props} />
    </ParleyProvider>
  )
}
