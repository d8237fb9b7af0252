import {
  createChatClient,
  type ChatClient,
  type Device,
  type MessageRow,
  type Person,
  type RoomSeed,
  type RoomSnapshot,
  type RoomStore,
  type RoomView,
  type StoredMessage,
  type Visibility,
} from '../../src/core/index.js'
import { readMessage } from '../../src/core/wire/message.js'
import { readSnapshot } from '../../src/core/wire/room.js'
import {
  createFakeClock,
  createTestServer,
  networkFailure,
  type FakeClock,
  type RequestName,
  type TestConnection,
  type TestRoom,
  type TestServer,
} from '../../src/testing/index.js'

export const ada: Person = { id: 'ada', name: 'Ada' }
export const bob: Person = { id: 'bob', name: 'Bob' }
export const cyd: Person = { id: 'cyd', name: 'Cyd' }

/** One user in front of one room. */
export interface Seat {
  readonly connection: TestConnection
  readonly client: ChatClient
  readonly store: RoomStore
  readonly release: () => void
  readonly view: () => RoomView
  readonly messages: () => readonly MessageRow[]
  readonly contents: () => readonly string[]
  readonly row: (id: string) => MessageRow | undefined
  readonly unreadAbove: () => string | undefined
}

export interface Stage {
  readonly clock: FakeClock
  readonly server: TestServer
  readonly room: TestRoom
  readonly say: (person: Person, content: string) => string
  readonly sit: (person: Person, seed?: Partial<RoomSeed>, device?: Device) => Seat
}

export interface StageOptions {
  readonly members?: readonly Person[]
  readonly visibility?: Visibility
  readonly numbersMessages?: boolean
  readonly heads?: boolean
  readonly random?: () => number
}

/** Looking at the end of the room with full attention. */
export const attentive = { visible: true, focused: true, atEnd: true }
/** Looking elsewhere. */
export const away = { visible: true, focused: false, atEnd: true }

/** Sets up a server with one room. */
export function createStage(options: StageOptions = {}): Stage {
  const { members = [ada, bob], heads = false, numbersMessages = false } = options
  const clock = createFakeClock(options.random === undefined ? {} : { random: options.random })
  const server = createTestServer({ clock, heads })
  const room = server.createRoom({
    members,
    numbersMessages,
    ...(options.visibility === undefined ? {} : { visibility: options.visibility }),
  })
  let said = 0
  let seats = 0
  return {
    clock,
    server,
    room,
    say: (person, content) => {
      said += 1
      return room.post(person.id, { id: `said-${said}`, content }).id
    },
    sit: (person, seed = {}, device = {}) => {
      seats += 1
      return takeSeat(clock, server, room, person, seed, device, seats)
    },
  }
}

function takeSeat(
  clock: FakeClock,
  server: TestServer,
  room: TestRoom,
  person: Person,
  seed: Partial<RoomSeed>,
  device: Device,
  nth: number,
): Seat {
  const connection = server.connect(person.id)
  const { backend, realtime, environment } = connection
  let made = 0
  const client = createChatClient({
    backend,
    realtime,
    environment,
    clock,
    device,
    timeZone: 'UTC',
    newId: () => {
      made += 1
      return nth === 1 ? `${person.id}-${made}` : `${person.id}-${nth}-${made}`
    },
  })
  const store = client.room(room.id, { currentUser: person, ...seed })
  const release = store.retain()
  const messages = () => store.get().rows.filter((row) => row.kind === 'message')
  return {
    connection,
    client,
    store,
    release,
    view: store.get,
    messages,
    contents: () => messages().map(({ message }) => message.content),
    row: (id) => messages().find(({ key }) => key === id),
    unreadAbove: () => {
      const { rows } = store.get()
      const next = rows[rows.findIndex(({ kind }) => kind === 'unread') + 1]
      return rows.some(({ kind }) => kind === 'unread') ? next?.key : undefined
    },
  }
}

/** The room's messages as a store is seeded with them. */
export function seedMessages(room: TestRoom): readonly StoredMessage[] {
  return room.messages().flatMap((row) => readMessage(row) ?? [])
}

/** The whole room as a store is seeded with it. */
export function seedSnapshot(room: TestRoom): RoomSnapshot {
  const snapshot = readSnapshot(room.snapshot(50))
  if (snapshot === undefined) {
    throw new Error('unable to read the snapshot of the test server')
  }
  return snapshot
}

/**
 * Fails every request of a name with what `error` returns, until it returns nothing; the function
 * returned says how many failed.
 */
export function failing(
  seat: Seat,
  name: RequestName,
  error: () => Error | undefined,
): () => number {
  let failed = 0
  seat.connection.hooks.onRequest = (asked) => {
    const thrown = asked === name ? error() : undefined
    if (thrown !== undefined) {
      failed += 1
      throw thrown
    }
  }
  return () => failed
}

/** Lets every request through again. */
export function mend(seat: Seat): void {
  seat.connection.hooks.onRequest = () => undefined
}

/** Loses the first answer to a request of a name; the function returned says how many were lost. */
export function losingFirstAnswer(seat: Seat, name: RequestName): () => number {
  let lost = 0
  seat.connection.hooks.onAnswer = (answered) => {
    if (answered === name && lost === 0) {
      lost += 1
      throw networkFailure()
    }
  }
  return () => lost
}

/** Counts the requests of a seat from now on. */
export function countRequests(seat: Seat): Record<RequestName, number> {
  const counts = {
    snapshot: 0,
    page: 0,
    changes: 0,
    send: 0,
    setCursor: 0,
    join: 0,
    invitation: 0,
    decline: 0,
    edit: 0,
    delete: 0,
    react: 0,
    unreact: 0,
    pin: 0,
    unpin: 0,
    pinned: 0,
    search: 0,
  }
  seat.connection.hooks.onRequest = (name) => {
    counts[name] += 1
  }
  return counts
}
