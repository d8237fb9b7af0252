import type { RoomChanges, StoredMessage } from '../entities.js'
import { defaults } from '../defaults.js'
import type { Head, LogEvent } from '../wire/log-event.js'
import { applyChange, type LogChange } from './apply-change.js'
import { emptyContent, withCursors, withMessage, type RoomContent } from './content.js'

/**
 * A room's log as far as it was applied. Every function here is pure and returns its argument when
 * nothing changed.
 */
export interface LogState {
  /** The epoch the revision numbers belong to; absent until a snapshot has been loaded. */
  readonly epoch: string | undefined
  /** Earlier epochs: events that still arrive from them are dropped. */
  readonly pastEpochs: readonly string[]
  /** Every change up to this number is in `content`. */
  readonly rev: number
  /** A change up to this number is known to exist and must be fetched. */
  readonly wanted: number
  /** Events that wait for the ones before them, rising by `rev`. */
  readonly held: readonly LogEvent[]
  /** The view can no longer be continued: a snapshot is needed. */
  readonly stale: boolean
  readonly content: RoomContent
}

/** Identifies what revision numbers belong to: the epoch, and when the room was created, because a room may be deleted and created again under its id. */
export function roomEpochOf({ epoch = '', content }: LogState): string {
  return `${epoch} ${content.room?.createdAt ?? ''}`
}

export const emptyLog: LogState = {
  epoch: undefined,
  pastEpochs: [],
  rev: 0,
  wanted: 0,
  held: [],
  stale: true,
  content: emptyContent,
}

/** Whether changes are known to exist that were not applied. */
export function isBehind(log: LogState): boolean {
  return log.held.length > 0 || log.wanted > log.rev
}

/** Takes an event off the wire: applies it, holds it or drops it. */
export function takeEvent(log: LogState, event: LogEvent): LogState {
  if (log.pastEpochs.includes(event.epoch)) {
    return log
  }
  if (log.stale) {
    return hold(log, event)
  }
  if (event.epoch !== log.epoch) {
    return hold({ ...log, stale: true, held: [] }, event)
  }
  if (event.rev <= log.rev) {
    return log
  }
  if (event.fetch) {
    return want(log, event.rev)
  }
  if (event.prev > log.rev) {
    return hold(log, event)
  }
  const content = applyChange(log.content, event)
  return content === undefined ? want(log, event.rev) : release({ ...log, content, rev: event.rev })
}

/** Takes note of how far the server's log reaches. */
export function takeHead(log: LogState, { rev, epoch = log.epoch }: Head): LogState {
  if (log.stale || epoch === undefined || log.pastEpochs.includes(epoch)) {
    return log
  }
  return epoch === log.epoch ? want(log, rev) : { ...log, stale: true, held: [] }
}

/** Notes that the log reaches at least up to `rev`. */
export function want(log: LogState, rev: number): LogState {
  return rev <= Math.max(log.wanted, log.rev) ? log : { ...log, wanted: rev }
}

/** Applies the answer to a request for changes, whatever was applied since it was asked. */
export function takeAnswer(log: LogState, answer: RoomChanges): LogState {
  if (answer.reset || answer.epoch !== log.epoch) {
    return { ...log, stale: true }
  }
  const reached = Math.max(log.rev, answer.through)
  if (answer.head - reached > defaults.freshWindowBeyond) {
    return { ...log, stale: true }
  }
  const news = answer.items.filter(({ rev }) => rev > log.rev && rev <= answer.through)
  const content = withCursors(news.reduce(applyFetched, log.content), answer.cursors)
  if (content === log.content && reached === log.rev) {
    return want(log, answer.head)
  }
  return want(release({ ...log, content, rev: reached }), answer.head)
}

/** A change the server itself answered is never asked for again, even if it makes no sense. */
function applyFetched(content: RoomContent, change: LogChange): RoomContent {
  return applyChange(content, change) ?? content
}

/** Adds a message the server confirmed to us before its event came. */
export function takeReply(log: LogState, message: StoredMessage): LogState {
  const content = withMessage(log.content, message)
  return content === log.content ? log : { ...log, content }
}

/** Keeps an event for later; past the bound its number is kept alone. */
function hold(log: LogState, event: LogEvent): LogState {
  if (log.held.some(({ rev, epoch }) => rev === event.rev && epoch === event.epoch)) {
    return log
  }
  if (log.held.length >= defaults.heldEvents) {
    return want(log, event.rev)
  }
  return { ...log, held: [...log.held, event].sort((a, b) => a.rev - b.rev) }
}

/** Takes again the events that were waiting. */
export function release(log: LogState): LogState {
  return log.held.reduce(takeEvent, { ...log, held: [] })
}
