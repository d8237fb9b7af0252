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
  createCell,
  createSeedView,
  readParticipants,
  readSeed,
  readUser,
  type Cell,
  type ChatClient,
  type IdInput,
  type MessageInput,
  type MessageRow,
  type ParticipantInput,
  type Person,
  type RoomSeed,
  type RoomStore,
  type RoomView,
  type SnapshotInput,
  type UserInput,
} from '../core/index.js'
import { useChatClient, useSession } from './chat-provider.js'
import { warnOf } from './warn.js'
import { readerOf } from './session.js'
import { useEvent } from './use-event.js'
import { useSelected } from './use-selected.js'

/**
 * Which room, as whom, and what is known of it before the first answer. Rows are taken as a select
 * returns them; in development the console names what could not be read.
 */
export interface RoomProviderProps {
  readonly roomId: IdInput
  /**
   * A `Person`, a row of `profiles`, or the `User` of supabase-js; `null` when nobody is signed in. May be
   * left out below a provider that knows who is signed in.
   */
  readonly currentUser?: UserInput | null | undefined
  /** People known beforehand; later values add to or better the directory. */
  readonly participants?: readonly ParticipantInput[] | null | undefined
  /** Rows or a whole snapshot, read once per room like a `defaultValue`. */
  readonly initialMessages?: readonly MessageInput[] | SnapshotInput | null | undefined
  /** Needed only without a provider above. */
  readonly client?: ChatClient | undefined
  readonly children?: ReactNode
}

interface Scope {
  readonly client: ChatClient
  readonly store: RoomStore
  /** The view a server renders and a browser hydrates. */
  readonly seedView: () => RoomView
  readonly roomId: string
  /** The current user as the app names them. */
  readonly person: Person
  readonly draft: Cell<string>
  readonly editing: Cell<Editing | undefined>
  readonly replying: Cell<MessageRow | undefined>
  readonly remark: Cell<Remark>
}

/** Something to be said; said again when it is another object. */
export interface Remark {
  readonly text: string
}

/** A message that is being edited. */
export interface Editing {
  /** The key of its row. */
  readonly key: string
  /** The text as it is at the moment. */
  readonly text: string
}

const ScopeContext = createContext<Scope | undefined>(undefined)

const ignore = (): void => undefined

/** Opens a room for the hooks below it; another `roomId` or person starts them anew. */
export function RoomProvider(props: RoomProviderProps): ReactNode {
  const client = useChatClient(props.client)
  const lent = useSession()
  const session = props.client === undefined ? lent : undefined
  const roomId = String(props.roomId)
  const reader = readerOf(session, props.currentUser)
  const { person } = useMemo(() => readUser(reader, ignore), [reader])
  useEffect(() => {
    if (session?.kind === 'signed-out' && props.currentUser != null) {
      warnOf([
        'currentUser is given, but nobody is signed in at the provider; if your app has a supabase-js client that holds the session, pass it as <ParleyProvider supabase={…}>',
      ])
    }
  }, [session?.kind, props.currentUser])
  const key = JSON.stringify([roomId, person.id])
  return (
    <OpenRoom
      key={key}
      {...props}
      client={client}
      roomId={roomId}
      // Nobody is most likely a slip, unless the provider says so.
      currentUser={reader ?? (session === undefined ? undefined : null)}
      person={person}
      isEarly={session?.kind === 'starting' && reader == null}
    />
  )
}

interface OpenRoomProps extends RoomProviderProps {
  /** Nobody knows yet who reads, so nothing is asked for. */
  readonly isEarly: boolean
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
  const { client, roomId, person, participants, isEarly } = props
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
  useEffect(() => (isEarly ? undefined : retain()), [retain, store, isEarly])
  useEffect(() => {
    store.addParticipants(readParticipants(participants, ignore))
  }, [store, participants])
  const draft = useMemo(() => client.draft(roomId, person.id), [client, roomId, person.id])
  const [editing] = useState(() => createCell<Editing | undefined>(undefined))
  const [replying] = useState(() => createCell<MessageRow | undefined>(undefined))
  const [remark] = useState(() => createCell<Remark>({ text: '' }))
  const [scope, setScope] = useState<Scope>({
    client,
    store,
    seedView,
    roomId,
    person,
    draft,
    editing,
    replying,
    remark,
  })
  if (
    scope.client !== client ||
    scope.store !== store ||
    scope.draft !== draft ||
    scope.person.name !== person.name ||
    scope.person.avatarUrl !== person.avatarUrl
  ) {
    setScope({ client, store, seedView, roomId, person, draft, editing, replying, remark })
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

/** The client of the nearest room, or else of the nearest provider. */
export function useNearestClient(): ChatClient {
  const scope = useContext(ScopeContext)
  return useChatClient(scope?.client)
}

/** The store of the nearest room: for what the other hooks do not offer. */
export function useRoomStore(): RoomStore {
  return useScope().store
}

/** The id of the nearest room. */
export function useRoomId(): string {
  return useScope().roomId
}

/** The text begun in the nearest room. */
export function useDraft(): Cell<string> {
  return useScope().draft
}

/** What is being edited in the nearest room. */
export function useEditing(): Cell<Editing | undefined> {
  return useScope().editing
}

/** What is being answered in the nearest room, as it was when that began. */
export function useReplying(): Cell<MessageRow | undefined> {
  return useScope().replying
}

/** What the parts of the nearest room have its announcer say. */
export function useRemark(): Cell<Remark> {
  return useScope().remark
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
