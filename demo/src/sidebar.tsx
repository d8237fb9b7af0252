import { Avatar, plainName } from '@parley/react'
import type { ReactNode, Ref } from 'react'
import { ExitIcon, HashIcon, PlusIcon } from './icons.js'
import { Invitations } from './invitations.js'
import { Logo } from './logo.js'
import { LiveRoomLink, WatchedRoomLink } from './room-link.js'
import type { RoomSummary } from './rooms.js'
import type { SignedIn } from './session.js'
import { ThemeToggle } from './theme-toggle.js'
import { useTask } from './use-task.js'
import type { RoomListsState } from './use-room-lists.js'

/** How many rooms are held open, with who types; of the others only the list is asked for anew. */
const liveRooms = 20

/** One's rooms, the rooms one could join, and oneself. */
export function Sidebar(props: {
  readonly ref: Ref<HTMLElement>
  readonly signedIn: SignedIn
  readonly state: RoomListsState
  readonly openId: string | undefined
  readonly onNew: () => void
  readonly onJoined: (roomId: string) => void
  readonly onDeclined: () => void
  readonly onUnread: (roomId: string, count: number) => void
  readonly signOut: () => Promise<void>
}): ReactNode {
  const { ref, signedIn, state, openId, onNew, onUnread, signOut } = props
  const { user, chat, rooms } = signedIn
  const { lists, problem, refreshSoon } = state
  const { run } = useTask()
  return (
    <nav ref={ref} tabIndex={-1} className="sidebar" aria-label="Rooms">
      <header className="sidebar-header">
        <Logo />
        <h1>Parley</h1>
        <ThemeToggle />
        <button type="button" className="icon-button" aria-label="New room" onClick={onNew}>
          <PlusIcon />
        </button>
      </header>
      {problem !== undefined && (
        <p className="notice" role="status">
          {problem} Trying again…
        </p>
      )}
      <div className="sidebar-scroll">
        {lists === undefined && problem === undefined && <p className="quiet empty">Loading…</p>}
        {lists !== undefined && lists.invitations.length > 0 && (
          <Invitations
            invitations={lists.invitations}
            rooms={rooms}
            onAccepted={props.onJoined}
            onDeclined={props.onDeclined}
          />
        )}
        {lists !== undefined && lists.mine.length > 0 && (
          <section>
            <h2 className="section-title">Your rooms</h2>
            <ul role="list">
              {lists.mine.map((room, i) => {
                const link = {
                  room,
                  user,
                  isOpen: room.id === openId,
                  onActivity: refreshSoon,
                  onUnread,
                }
                return (
                  <li key={room.id}>
                    {i < liveRooms || link.isOpen ? (
                      <LiveRoomLink {...link} chat={chat} />
                    ) : (
                      <WatchedRoomLink {...link} rooms={rooms} />
                    )}
                  </li>
                )
              })}
            </ul>
          </section>
        )}
        {lists !== undefined && lists.open.length > 0 && (
          <section>
            <h2 className="section-title">Rooms to join</h2>
            <ul role="list">
              {lists.open.map((room) => (
                <OpenRoom key={room.id} room={room} signedIn={signedIn} onJoined={props.onJoined} />
              ))}
            </ul>
          </section>
        )}
      </div>
      <footer className="sidebar-footer">
        <Avatar person={user} />
        <span className="person-name">
          <bdi>{plainName(user.name)}</bdi>
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label="Sign out"
          onClick={() => {
            run(signOut)
          }}
        >
          <ExitIcon />
        </button>
      </footer>
    </nav>
  )
}

function OpenRoom(props: {
  readonly room: RoomSummary
  readonly signedIn: SignedIn
  readonly onJoined: (roomId: string) => void
}): ReactNode {
  const { room, signedIn, onJoined } = props
  const { isBusy, problem, run } = useTask()
  return (
    <li className="open-room">
      <span className="room-mark">
        <HashIcon />
      </span>
      <span className="room-words">
        <span className="room-name">
          <bdi>{plainName(room.name)}</bdi>
        </span>
        {(problem ?? room.description) !== undefined && (
          <span className="room-last">
            <bdi>{problem ?? room.description}</bdi>
          </span>
        )}
      </span>
      <button
        type="button"
        className="button small"
        disabled={isBusy}
        aria-label={`Join ${room.name}`}
        onClick={() => {
          run(async () => {
            await signedIn.rooms.join(room.id)
            onJoined(room.id)
          })
        }}
      >
        Join
      </button>
    </li>
  )
}
