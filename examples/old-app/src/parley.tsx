import '@parley/react/styles.css'
import { ChatRoom } from '@parley/react'
import { ParleyProvider, settingsFrom } from '@parley/react/provider'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { isIn, join, me, room, signIn } from './membership.js'
import { supabase } from './supabase.js'

const { id: roomId } = await room()
const known = await me()
const wasIn = known !== null && (await isIn(roomId, known.id))

/** The same room with Parley's component. Signing in and joining stay the app's own. */
function Chat() {
  const [isInside, setInside] = useState(wasIn)

  async function enter(form: FormData) {
    const user = known ?? (await signIn(form.get('name')))!
    await join(roomId, user.id)
    setInside(true)
  }

  if (!isInside) {
    return (
      <form action={enter}>
        {known === null && (
          <input
            name="name"
            aria-label="Your name"
            placeholder="Your name"
            autoComplete="nickname"
            required
          />
        )}
        <button>Join</button>
      </form>
    )
  }
  return (
    <ParleyProvider supabase={supabase} {...settingsFrom(import.meta.env)}>
      <ChatRoom roomId={roomId} />
    </ParleyProvider>
  )
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Chat />
  </StrictMode>,
)
