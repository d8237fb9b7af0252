import type { ChatError } from '../chat-error.js'
import type { Invitation, Message, Participant, Person } from '../entities.js'
import { takeSnapshot } from '../log/snapshot.js'
import { emptyLog, type LogState } from '../log/log-state.js'
import { numbered } from '../log/messages.js'
import type { Edge } from '../log/stretch.js'
import type { PendingMutations } from '../mutations/pending-mutations.js'
import type { RoomSeed } from '../room-store.js'
import type { ConnectionState, Focus } from '../room-view.js'
import { toUtc } from '../time/instant.js'
import { openDivider, type Divider } from './divider.js'
import { readPosition } from './read-position.js'

/** Everything a room store knows. */
export interface RoomStoreState {
  readonly me: Person
  /** Why the room cannot be shown; absent while it can, or is loading. */
  readonly failure: ChatError | undefined
  /** What lets us into a room that is refused to us because we are not in it. */
  readonly invitation: Invitation | undefined
  /** What the server confirmed. */
  readonly log: LogState
  /** What it has not: rebuilding `log` never touches this. */
  readonly mutations: PendingMutations
  /** Participants the app named. */
  readonly directory: ReadonlyMap<string, Participant>
  /** Anybody the app named, for whom nobody else tells a name. */
  readonly people: ReadonlyMap<string, Person>
  /** How far we have read, ahead of what the server was told. */
  readonly readSeq: number
  readonly divider: Divider
  readonly online: ReadonlySet<string>
  /** Ids of others who type, in the order they began. */
  readonly typing: readonly string[]
  readonly connection: ConnectionState
  /** The message that the reader asked for. */
  readonly focus: Focus | undefined
  /** Where more of the history is on its way. */
  readonly loading: ReadonlySet<Edge>
  /** We may not write for a while. */
  readonly muted: boolean
}

/** The state of a room before the server was asked. */
export function seededState({
  currentUser,
  participants,
  people,
  initial,
}: RoomSeed): RoomStoreState {
  const log = seededLog(initial)
  const readSeq = readPosition(log.content, currentUser.id)
  return {
    me: currentUser,
    failure: undefined,
    invitation: undefined,
    log,
    mutations: [],
    directory: new Map(participants?.map((person) => [person.id, person])),
    people: new Map(people?.map((person) => [person.id, person])),
    readSeq,
    divider: log.stale
      ? { kind: 'undecided' }
      : openDivider({ kind: 'undecided' }, log.content, currentUser.id, readSeq),
    online: new Set(),
    typing: [],
    connection: 'connecting',
    focus: undefined,
    loading: new Set(),
    muted: false,
  }
}

function seededLog(initial: RoomSeed['initial']): LogState {
  if (initial === undefined) {
    return emptyLog
  }
  if ('epoch' in initial) {
    return takeSnapshot(emptyLog, initial)
  }
  const messages = numbered(initial.map(inUtc))
  const revs = messages.map(({ rev }) => rev)
  const first = messages[0]
  return {
    ...emptyLog,
    rev: revs.includes(0) ? 0 : Math.max(0, ...revs),
    content: { ...emptyLog.content, messages, hasOlder: first !== undefined && first.seq > 1 },
  }
}

/** An app may write times with any offset. */
function inUtc(message: Message): Message {
  return { ...message, createdAt: toUtc(message.createdAt) }
}
