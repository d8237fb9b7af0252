import { ChatRoom } from '@parley/react'
import { Rooms } from './rooms'
import { SignIn } from './sign-in'
import { useRoomId } from './use-room-id'

/** The rooms beside the one that the page's address names. */
export function App() {
  const roomId = useRoomId()
  return (
    <main className="app" data-room={roomId !== undefined}>
      <Rooms chosen={roomId} />
      {roomId === undefined ? (
        <p className="nothing">Choose a room.</p>
      ) : (
        <ChatRoom
          key={roomId}
          roomId={roomId}
          signIn={<SignIn />}
          headerStart={
            <a className="back" href="#" aria-label="All rooms">
              ‹
            </a>
          }
        />
      )}
    </main>
  )
}
