import type { Notice, Person, StoredMessage } from '../entities.js'
import type { Shown } from '../log/content.js'
import type { Messages } from '../log/messages.js'
import type { Pins } from '../log/pins.js'
import type { Quotes } from '../log/quotes.js'
import type { Reactions } from '../log/reactions.js'
import type { PendingMutations } from '../mutations/pending-mutations.js'
import { createLayers, type Layer, type Layered } from '../mutations/layer.js'
import { firstByOthers, type Divider } from '../room/divider.js'
import type { TimelineRow } from '../room-view.js'
import type { Recipients } from './receipts.js'
import type { Days } from './days.js'
import { continues, groupPosition } from './grouping.js'
import { pendingRow, storedRow } from './message-row.js'
import { noticeRow } from './notice-row.js'
import type { People } from './people.js'
import { createQuotes, type ShowQuote } from './quotes.js'
import { createReactions, type ShowReactions } from './reactions.js'
import { keepList, sameFields } from './structural-sharing.js'
import { toTimeline, type Entry } from './timeline.js'

/** What the rows of a room are made of. */
export interface RowSources {
  readonly me: Person
  readonly shown: Shown
  readonly newest: Messages
  readonly reactions: Reactions
  readonly quotes: Quotes
  readonly pins: Pins
  readonly notices: readonly Notice[]
  readonly mutations: PendingMutations
  readonly divider: Divider
  readonly people: People
  readonly recipients: Recipients
}

/** Makes a function that builds rows and keeps every row that came out the same as before. */
export function createRows(dayOf: Days): (sources: RowSources) => readonly TimelineRow[] {
  let before: readonly TimelineRow[] = []
  const layerOf = createLayers()
  const show = createReactions()
  const quoting = createQuotes()
  return (sources) => {
    const known = new Map(before.map((row) => [row.key, row]))
    const layer = layerOf(sources.mutations, sources.me.id)
    const { shown, newest, quotes, pins, people, me } = sources
    const loaded = [newest, shown.messages]
    const quote = quoting({ loaded, quotes, people, userId: me.id })
    const pinned = new Set(pins.map(({ messageId }) => messageId))
    const rows = buildRows(sources, { layer, show, quote, pinned }, dayOf).map((row) => {
      const same = known.get(row.key)
      return same !== undefined && sameFields(same, row) ? same : row
    })
    before = keepList(before, rows)
    return before
  }
}

/** What is shown of a message besides the log's own form of it. */
interface Additions {
  readonly layer: Layer
  readonly show: ShowReactions
  readonly quote: ShowQuote
  readonly pinned: ReadonlySet<string>
}

function buildRows(sources: RowSources, additions: Additions, dayOf: Days): TimelineRow[] {
  const { shown, notices, mutations, divider, me } = sources
  const entries = toTimeline(shown, notices, mutations, dayOf)
  const unread = divider.kind === 'after' ? firstUnread(shown, me.id, divider.seq) : undefined
  const rows: TimelineRow[] = []
  const dates = new Map<string, number>()
  let day: string | undefined
  const startsAfresh = (entry: Entry | undefined) =>
    entry?.kind === 'stored' && entry.message === unread
  const joins = (above: Entry | undefined, entry: Entry | undefined) =>
    above !== undefined &&
    entry !== undefined &&
    above.kind !== 'notices' &&
    entry.kind !== 'notices' &&
    !startsAfresh(entry) &&
    continues(above.message, entry.message, dayOf)
  entries.forEach((entry, at) => {
    const entryDay = dayOf(entry.kind === 'notices' ? entry.notices[0].at : entry.message.createdAt)
    if (entryDay !== undefined && entryDay !== day) {
      day = entryDay
      rows.push({ kind: 'date', key: dateKey(entryDay, dates), date: entryDay })
    }
    if (startsAfresh(entry)) {
      rows.push({ kind: 'unread', key: 'unread' })
    }
    const group = groupPosition(joins(entries[at - 1], entry), joins(entry, entries[at + 1]))
    rows.push(entryRow(entry, additions, group, sources))
  })
  return rows
}

/** Where a stretch begins after the first unread message, that one is not shown. */
function firstUnread(
  { messages, hasNewer }: Shown,
  userId: string,
  afterSeq: number,
): StoredMessage | undefined {
  const begins = !hasNewer || (messages[0]?.seq ?? 0) <= afterSeq + 1
  return begins ? firstByOthers(messages, userId, afterSeq) : undefined
}

/** A day's key; clocks that disagree may bring the same day twice. */
function dateKey(day: string, dates: Map<string, number>): string {
  const count = (dates.get(day) ?? 0) + 1
  dates.set(day, count)
  return count === 1 ? `date-${day}` : `date-${day}-${count}`
}

function entryRow(
  entry: Entry,
  { layer, show, quote, pinned }: Additions,
  group: ReturnType<typeof groupPosition>,
  { me, reactions, people, recipients }: RowSources,
): TimelineRow {
  const shown = (layered: Layered) =>
    layered.message.deletedAt === undefined ? show(layered.reactions, me.id, people) : []
  switch (entry.kind) {
    case 'notices':
      return noticeRow(entry.notices, people)
    case 'pending': {
      const layered = layer.over(entry.message)
      return pendingRow(
        entry.message,
        entry.pending.state,
        layered,
        shown(layered),
        quote(layered.message),
        people(me.id),
        group,
      )
    }
    case 'stored': {
      const { message } = entry
      const layered = layer.over(message, reactions.get(message.id)?.groups, pinned.has(message.id))
      return storedRow(
        message,
        layered,
        shown(layered),
        quote(layered.message),
        people(message.userId),
        message.userId === me.id,
        group,
        recipients,
      )
    }
    default:
      return entry satisfies never
  }
}
