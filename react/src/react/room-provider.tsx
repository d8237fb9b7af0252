'use client'

import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import {
  createSeedView,
  type ChatClient,
  type Message,
  type Participant,
  type Person,
  type RoomSeed,
  type RoomSnapshot,
  type RoomStore,
  type RoomView,
} from '../core/index.js'
import { useChatClient } from './chat-provider.js'
import { useSelected } from './use-selected.js'

/** Which room, as whom, and what is known of it before the first answer. */
export interface RoomProviderProps {
  readonly roomId: string
  readonly currentUser: Person
  /** People known beforehand; later values add to or better the directory. */
  readonly participants?: readonly Participant[] | undefined
  /** Rows or a whole snapshot, read once per room like a `defaultValue`. */
  readonly initialMessages?: readonly Message[] | RoomSnapshot | undefined
  /** Needed only without a `ChatProvider` above. */
  readonly client?: ChatClient | undefined
  readonly children?: ReactNode
}

interface Scope {
  readonly store: RoomStore
  /** The view a server renders and a browser hydrates. */
  readonly seedView: () => RoomView
  readonly roomId: string
  readonly currentUser: Person
}

const ScopeContext = createContext<Scope | undefined>(undefined)

/** Opens a room for the hooks below it; another `roomId` or person starts them anew. */
export function RoomProvider(props: RoomProviderProps): ReactNode {
  const client = useChatClient(props.client)
  return <OpenRoom key={`${props.roomId} ${props.currentUser.id}`} {...props} client={client} />
}

function OpenRoom(props: RoomProviderProps & { readonly client: ChatClient }): ReactNode {
  const { client, roomId, currentUser, participants, initialMessages } = props
  const seed: RoomSeed = { currentUser, participants, initial: initialMessages }
  const [seedView] = useState(() => createSeedView(seed))
  const [own, setOwn] = useState(() => ({ client, store: client.room(roomId, seed) }))
  if (own.client !== client) {
    setOwn({ client, store: client.room(roomId, seed) })
  }
  const inUse = (): RoomStore => client.inUse(roomId, currentUser.id) ?? own.store
  // Ours, until it turns out that another of the same room was retained before it.
  const store = useSyncExternalStore(client.subscribe, inUse, () => own.store)
  const retain = useEffectEvent(() => inUse().retain())
  useEffect(() => retain(), [store])
  useEffect(() => {
    if (participants !== undefined) {
      store.addParticipants(participants)
    }
  }, [store, participants])
  const [scope, setScope] = useState<Scope>({ store, seedView, roomId, currentUser })
  if (
    scope.store !== store ||
    scope.currentUser.name !== currentUser.name ||
    scope.currentUser.avatarUrl !== currentUser.avatarUrl
  ) {
    setScope({ store, seedView, roomId, currentUser })
  }
  return <ScopeContext value={scope}>{props.children}</ScopeContext>
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

/** The person this browser speaks as. */
export function useCurrentUser(): Person {
  return useScope().currentUser
}

/** A part of the nearest room's view; renders again only when that part changes. */
export function useRoomView<S>(
  select: (view: RoomView) => S,
  equal: (a: S, b: S) => boolean = Object.is,
): S {
  const { store, seedView } = useScope()
  return useSelected(store, select, equal, seedView)
}
