import type { RoomSnapshot } from '../entities.js'
import { emptyContent, withCursors, withNotices, type RoomContent } from './content.js'
import { release, type LogState } from './log-state.js'
import { numbered, putMessage, type Messages } from './messages.js'
import { toParticipant } from './participant.js'
import { putQuotes } from './quotes.js'
import { putReactions } from './reactions.js'

/** Continues from a snapshot; events that came while it was on its way apply after it. */
export function takeSnapshot(before: LogState, snapshot: RoomSnapshot): LogState {
  const unproven = before.epoch === undefined ? newerThan(snapshot, before) : []
  const log = without(unproven, before)
  const sameEpoch = isSameEpoch(log, snapshot)
  const seed = log.epoch === undefined ? joinedSeed(log, snapshot) : undefined
  const content = seed ?? freshContent(log, snapshot, sameEpoch)
  return release({
    epoch: snapshot.epoch,
    pastEpochs: sameEpoch ? log.pastEpochs : pastEpochs(log, snapshot),
    rev: seed === undefined ? snapshot.rev : Math.min(log.rev, snapshot.rev),
    wanted: unproven.reduce((wanted, { rev }) => Math.max(wanted, rev), snapshot.rev),
    held: log.held.filter(({ epoch }) => epoch === snapshot.epoch),
    stale: false,
    content,
  })
}

/** Whether a snapshot's numbers continue ours: neither the database nor the room was made anew. */
export function isSameEpoch({ epoch, content }: LogState, snapshot: RoomSnapshot): boolean {
  const [known, told] = [content.room?.createdAt, snapshot.room.createdAt]
  return (
    (epoch === undefined || epoch === snapshot.epoch) &&
    (known === undefined || told === undefined || known === told)
  )
}

function pastEpochs(log: LogState, { epoch }: RoomSnapshot): readonly string[] {
  const past = log.epoch === undefined ? log.pastEpochs : [...log.pastEpochs, log.epoch]
  return past.filter((other) => other !== epoch)
}

function newerThan(snapshot: RoomSnapshot, { content }: LogState): Messages {
  return content.messages.filter(({ rev }) => rev > snapshot.rev)
}

/**
 * Rows and replies from before the first snapshot may be of an earlier epoch: what the snapshot
 * should hold and does not is asked for, not believed.
 */
function without(unproven: Messages, log: LogState): LogState {
  if (unproven.length === 0) {
    return log
  }
  const messages = log.content.messages.filter((message) => !unproven.includes(message))
  return { ...log, content: { ...log.content, messages } }
}

/** The snapshot's window, and of the old one only what is newer than the snapshot. */
function freshContent(log: LogState, snapshot: RoomSnapshot, sameEpoch: boolean): RoomContent {
  const newer = sameEpoch ? newerThan(snapshot, log) : []
  return {
    ...described(log, snapshot, sameEpoch),
    messages: newer.reduce(putMessage, numbered(snapshot.messages)),
    hasOlder: snapshot.hasOlder,
  }
}

/**
 * An app's own rows joined to the snapshot without a hole, so that the reader keeps what is already
 * shown. They may be older than the snapshot: the changes since are fetched over them.
 */
function joinedSeed(log: LogState, snapshot: RoomSnapshot): RoomContent | undefined {
  const seed = log.content.messages
  const messages = numbered(snapshot.messages)
  const [first, last, next] = [seed[0], seed.at(-1), messages[0]]
  const joins =
    log.rev > 0 && first && last && next && first.seq < next.seq && next.seq <= last.seq + 1
  return joins
    ? {
        ...described(log, snapshot, true),
        messages: joined(seed, messages),
        hasOlder: first.seq > 1,
        toldFrom: snapshot.reactions === undefined ? 0 : next.seq,
      }
    : undefined
}

function joined(older: Messages, newer: Messages): Messages {
  return newer.reduce(putMessage, older)
}

function described(log: LogState, snapshot: RoomSnapshot, sameEpoch: boolean): RoomContent {
  const { members, cursors } = log.content
  const content: RoomContent = {
    ...emptyContent,
    room: snapshot.room,
    members: new Map(
      snapshot.participants.map((row) => [row.userId, toParticipant(row, members.get(row.userId))]),
    ),
    cursors: sameEpoch ? cursors : new Map(),
    reactions: putReactions(
      emptyContent.reactions,
      snapshot.messages,
      snapshot.reactions,
      snapshot.rev,
    ),
    quotes: putQuotes(emptyContent.quotes, snapshot.quotes),
    pins: snapshot.pins ?? [],
  }
  return withCursors(withNotices(content, snapshot.notices), snapshot.cursors)
}
