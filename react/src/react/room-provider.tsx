'use client'

import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import {
  createSeedView,
  readParticipants,
  readSeed,
  readUser,
  type ChatClient,
  type IdInput,
  type MessageInput,
  type ParticipantInput,
  type Person,
  type RoomSeed,
  type RoomSnapshot,
  type RoomStore,
  type RoomView,
  type UserInput,
} from '../core/index.js'
import { useChatClient } from './chat-provider.js'
import { warnOf } from './complaints.js'
import { useEvent } from './use-event.js'
import { useSelected } from './use-selected.js'

/**
 * Which room, as whom, and what is known of it before the first answer. Rows are taken as a select
 * returns them; in development the console names what could not be read.
 */
export interface RoomProviderProps {
  readonly roomId: IdInput
  /** A `Person`, a row of `profiles`, or the `User` of supabase-js. */
  readonly currentUser: UserInput
  /** People known beforehand; later values add to or better the directory. */
  readonly participants?: readonly ParticipantInput[] | null | undefined
  /** Rows or a whole snapshot, read once per room like a `defaultValue`. */
  readonly initialMessages?: readonly MessageInput[] | RoomSnapshot | null | undefined
  /** Needed only without a `ChatProvider` above. */
  readonly client?: ChatClient | undefined
  readonly children?: ReactNode
}

interface Scope {
  readonly store: RoomStore
  /** The view a server renders and a browser hydrates. */
  readonly seedView: () => RoomView
  readonly roomId: string
  /** The current user as the app names them. */
  readonly person: Person
}

const ScopeContext = createContext<Scope | undefined>(undefined)

const ignore = (): void => undefined

/** Opens a room for the hooks below it; another `roomId` or person starts them anew. */
export function RoomProvider(props: RoomProviderProps): ReactNode {
  const client = useChatClient(props.client)
  const roomId = String(props.roomId)
  const { person } = useMemo(() => readUser(props.currentUser, ignore), [props.currentUser])
  const key = JSON.stringify([roomId, person.id])
  return <OpenRoom key={key} {...props} client={client} roomId={roomId} person={person} />
}

interface OpenRoomProps extends RoomProviderProps {
  readonly client: ChatClient
  readonly roomId: string
  /** The current user as it was read. */
  readonly person: Person
}

/** Reads the seed once, and keeps what its developer should know. */
function useSeed(props: OpenRoomProps): RoomSeed {
  const [{ seed, complaints }] = useState(() => {
    const list: string[] = []
    return { seed: readSeed(props.roomId, props, (one) => list.push(one)), complaints: list }
  })
  useEffect(() => {
    warnOf(complaints)
  }, [complaints])
  return seed
}

function OpenRoom(props: OpenRoomProps): ReactNode {
  const { client, roomId, person, participants } = props
  const seed = useSeed(props)
  const [seedView] = useState(() => createSeedView(seed))
  const [own, setOwn] = useState(() => ({ client, store: client.room(roomId, seed) }))
  if (own.client !== client) {
    setOwn({ client, store: client.room(roomId, seed) })
  }
  const inUse = (): RoomStore => client.inUse(roomId, person.id) ?? own.store
  // Ours, until it turns out that another of the same room was retained before it.
  const store = useSyncExternalStore(client.subscribe, inUse, () => own.store)
  const retain = useEvent(() => inUse().retain())
  useEffect(() => retain(), [retain, store])
  useEffect(() => {
    store.addParticipants(readParticipants(participants, ignore))
  }, [store, participants])
  const [scope, setScope] = useState<Scope>({ store, seedView, roomId, person })
  if (
    scope.store !== store ||
    scope.person.name !== person.name ||
    scope.person.avatarUrl !== person.avatarUrl
  ) {
    setScope({ store, seedView, roomId, person })
  }
  return <ScopeContext.Provider value={scope}>{props.children}</ScopeContext.Provider>
}

function useScope(): Scope {
  const scope = useContext(ScopeContext)
  if (scope === undefined) {
    throw new Error('unable to find the room; call this hook below <RoomProvider> or <ChatRoom>')
  }
  return scope
}

/** The store of the nearest room: for what the other hooks do not offer. */
export function useRoomStore(): RoomStore {
  return useScope().store
}

/** The id of the nearest room. */
export function useRoomId(): string {
  return useScope().roomId
}

const currentUserOf = ({ currentUser }: RoomView): Person => currentUser

/** The person this browser speaks as. */
export function useCurrentUser(): Person {
  const { person } = useScope()
  const known = useRoomView(currentUserOf)
  return person.name === '' ? known : person
}

/** A part of the nearest room's view; renders again only when that part changes. */
export function useRoomView<S>(
  select: (view: RoomView) => S,
  equal: (a: S, b: S) => boolean = Object.is,
): S {
  const { store, seedView } = useScope()
  return useSelected(store, select, equal, seedView)
}
