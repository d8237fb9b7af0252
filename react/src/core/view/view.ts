import type { Participant, Person } from '../entities.js'
import { shownOf } from '../log/content.js'
import type { Messages } from '../log/messages.js'
import type { RoomStoreState } from '../room/room-store-state.js'
import type { RoomPhase, RoomView } from '../room-view.js'
import { toMillis } from '../time/instant.js'
import { accessOf } from './access.js'
import { findReceipts, toRecipients } from './receipts.js'
import { createDays } from './days.js'
import { createPeople, type People } from './people.js'
import { createRows } from './rows.js'
import { keepList, memo, sameFields } from './structural-sharing.js'

/** Turns states of one room into what screens show, keeping every part that did not change. */
export interface ViewBuilder {
  /** Zone in which days begin. */
  readonly timeZone: string
  readonly view: (state: RoomStoreState) => RoomView
}

export function createViewBuilder(timeZone: string): ViewBuilder {
  const rows = memoOne(createRows(createDays(timeZone)))
  const people = memoOne(createPeople())
  const participants = memo(present)
  const unread = memo(countUnread)
  const makeRecipients = memo(toRecipients)
  const receipts = memo(findReceipts)
  const showing = memo(shownOf)
  let typing: readonly Person[] = []
  let before: RoomView | undefined

  const peopleOf = ({ me, log, directory, people: others }: RoomStoreState) => {
    const { members, notices } = log.content
    return people({ me, members, directory, notices, people: others })
  }

  const view = (state: RoomStoreState): RoomView => {
    const { me, log, mutations, divider, directory, failure, invitation } = state
    const { content } = log
    const { messages: newest, reactions, quotes, pins, notices, room, members, cursors } = content
    const shown = showing(content)
    const { messages, hasOlder, hasNewer } = shown
    const known = peopleOf(state)
    const recipients = makeRecipients(members, cursors, known)
    typing = keepList(typing, state.typing.map(known))
    const phase = phaseOf(state)
    const access = accessOf(state)
    const next: RoomView = {
      phase,
      ...(failure === undefined ? {} : { error: failure }),
      ...(room === undefined ? {} : { room }),
      currentUser: known(me.id),
      rows: rows({
        me,
        shown,
        newest,
        reactions,
        quotes,
        pins,
        notices,
        mutations,
        divider,
        people: known,
        recipients,
      }),
      pins,
      participants: participants(room === undefined ? directory : members, known),
      online: state.online,
      typing,
      receipts: receipts(messages, recipients),
      person: known,
      connection: state.connection,
      hasOlder,
      loadingOlder: state.loading.has('older'),
      hasNewer,
      loadingNewer: state.loading.has('newer'),
      ...(state.focus === undefined ? {} : { focus: state.focus }),
      unreadCount: members.has(me.id) ? unread(newest, me.id, state.readSeq) : 0,
      timeZone,
      access,
      ...(access === 'invited' && invitation !== undefined ? { invitation } : {}),
      // The server decides in any case; before it has described the room, we may be a member.
      canSend:
        phase === 'ready' &&
        !state.muted &&
        (access === 'member' || (room === undefined && me.id !== '')),
    }
    before = before !== undefined && sameFields(before, next) ? before : next
    return before
  }
  return { timeZone, view }
}

/** Remembers the last result for as long as the fields of the argument stay the same. */
function memoOne<A extends object, R>(compute: (sources: A) => R): (sources: A) => R {
  let last: { readonly sources: A; readonly result: R } | undefined
  return (sources) => {
    if (last === undefined || !sameFields(last.sources, sources)) {
      last = { sources, result: compute(sources) }
    }
    return last.result
  }
}

function phaseOf({ failure, log }: RoomStoreState): RoomPhase {
  if (failure !== undefined) {
    return 'failed'
  }
  return log.epoch === undefined && log.content.messages.length === 0 ? 'loading' : 'ready'
}

function present(
  members: ReadonlyMap<string, Participant>,
  people: People,
): readonly Participant[] {
  return [...members.values()]
    .filter(({ leftAt }) => leftAt === undefined)
    .map((member) => (member.name === '' ? { ...member, ...people(member.id) } : member))
    .sort((a, b) => joinTime(a) - joinTime(b))
}

function joinTime({ joinedAt }: Participant): number {
  return joinedAt === undefined ? 0 : toMillis(joinedAt)
}

function countUnread(messages: Messages, userId: string, readSeq: number): number {
  return messages.filter(
    (message) =>
      message.seq > readSeq && message.userId !== userId && message.deletedAt === undefined,
  ).length
}
