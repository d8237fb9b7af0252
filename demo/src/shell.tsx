import { ChatRoom, plainName, type ChatRoomHandle } from '@parley/react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { AddPeopleDialog } from './add-people-dialog.js'
import { AddPersonIcon, BackIcon, CloseIcon, ExitIcon } from './icons.js'
import { LeaveDialog } from './leave-dialog.js'
import { Logo } from './logo.js'
import { NewRoomDialog } from './new-room-dialog.js'
import type { RoomSummary } from './rooms.js'
import type { SignedIn } from './session.js'
import { Sidebar } from './sidebar.js'
import { useLinkedMessage } from './use-linked-message.js'
import { useRoomLists } from './use-room-lists.js'
import { addressOf, goTo, linkTo, useRoute } from './use-route.js'
import { useTally } from './use-tally.js'
import { useTitle } from './use-title.js'

type OpenDialog = 'new-room' | 'add-people' | 'leave'

/** The app for somebody who is signed in: rooms on one side, the open one on the other. */
export function Shell(props: {
  readonly signedIn: SignedIn
  readonly signOut: () => Promise<void>
}): ReactNode {
  const { signedIn, signOut } = props
  const { rooms, user } = signedIn
  const { roomId: openId, messageId } = useRoute()
  const state = useRoomLists(rooms)
  const [dialog, setDialog] = useState<OpenDialog>()
  const roomRef = useRef<HTMLDivElement>(null)
  const handleRef = useRef<ChatRoomHandle>(null)
  const sidebarRef = useRef<HTMLElement>(null)
  const room = state.lists?.mine.find((candidate) => candidate.id === openId)
  const unread = useTally()
  useTitle(unread.total, room && plainName(room.name))
  const problem = useLinkedMessage(handleRef, openId, messageId)
  // What opened or closed the room is often gone by now: the focus goes to what is there instead.
  useEffect(() => {
    const place = openId === undefined ? sidebarRef.current : roomRef.current
    if (place?.contains(document.activeElement) === false) {
      place.focus()
    }
  }, [openId, messageId])
  const close = (): void => {
    setDialog(undefined)
  }
  const enter = (roomId: string): void => {
    close()
    void state.refresh()
    goTo(roomId)
  }
  return (
    <main className="shell" data-room={openId !== undefined}>
      <Sidebar
        ref={sidebarRef}
        signedIn={signedIn}
        state={state}
        openId={openId}
        onNew={() => {
          setDialog('new-room')
        }}
        onJoined={enter}
        onDeclined={() => {
          // The button that had the focus goes with the invitation.
          sidebarRef.current?.focus()
          void state.refresh()
        }}
        onUnread={unread.count}
        signOut={signOut}
      />
      <div className="main">
        {openId === undefined ? (
          <Welcome
            onNew={() => {
              setDialog('new-room')
            }}
          />
        ) : (
          <ChatRoom
            ref={roomRef}
            tabIndex={-1}
            autoFocus
            className="room"
            roomId={openId}
            currentUser={user}
            client={signedIn.chat}
            linkTo={(id) => linkTo(openId, id)}
            handleRef={handleRef}
            headerStart={
              <a className="icon-button back" href="#/" aria-label="All rooms">
                <BackIcon />
              </a>
            }
            headerEnd={room && <RoomActions room={room} open={setDialog} />}
          />
        )}
        {openId !== undefined && problem !== undefined && (
          <div className="notice link-problem" role="alert">
            {problem}
            <a className="icon-button" href={addressOf(openId)} aria-label="Dismiss">
              <CloseIcon />
            </a>
          </div>
        )}
      </div>
      {dialog === 'new-room' && <NewRoomDialog rooms={rooms} onCreated={enter} onClose={close} />}
      {dialog === 'add-people' && room !== undefined && (
        <AddPeopleDialog
          rooms={rooms}
          roomId={room.id}
          roomName={room.name}
          selfId={user.id}
          onClose={close}
        />
      )}
      {dialog === 'leave' && room !== undefined && (
        <LeaveDialog
          rooms={rooms}
          room={room}
          onClose={close}
          onLeft={() => {
            close()
            goTo(undefined)
            void state.refresh()
          }}
        />
      )}
    </main>
  )
}

function RoomActions(props: {
  readonly room: RoomSummary
  readonly open: (dialog: OpenDialog) => void
}): ReactNode {
  const { room, open } = props
  return (
    <>
      {room.role !== 'member' && (
        <button
          type="button"
          className="icon-button"
          aria-label="Add people"
          onClick={() => {
            open('add-people')
          }}
        >
          <AddPersonIcon />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label="Leave room"
        onClick={() => {
          open('leave')
        }}
      >
        <ExitIcon />
      </button>
    </>
  )
}

function Welcome(props: { readonly onNew: () => void }): ReactNode {
  return (
    <div className="welcome">
      <Logo />
      <h2>Pick a room</h2>
      <p className="quiet">Open one of your rooms, join a public one, or start your own.</p>
      <button type="button" className="button" onClick={props.onNew}>
        New room
      </button>
    </div>
  )
}
