import type { Notice, Person } from '../entities.js'
import type { Messages } from '../log/messages.js'
import type { PendingMutations } from '../mutations/pending-mutations.js'
import { createLayers, type Layer } from '../mutations/layer.js'
import { firstByOthers, type Divider } from '../room/divider.js'
import type { TimelineRow } from '../room-view.js'
import type { Recipients } from './receipts.js'
import type { Days } from './days.js'
import { continues, groupPosition } from './grouping.js'
import { pendingRow, storedRow } from './message-row.js'
import { noticeRow } from './notice-row.js'
import type { People } from './people.js'
import { keepList, sameFields } from './structural-sharing.js'
import { toTimeline, type Entry } from './timeline.js'

/** What the rows of a room are made of. */
export interface RowSources {
  readonly me: Person
  readonly messages: Messages
  readonly hasOlder: boolean
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
  return (sources) => {
    const known = new Map(before.map((row) => [row.key, row]))
    const rows = buildRows(sources, layerOf(sources.mutations), dayOf).map((row) => {
      const same = known.get(row.key)
      return same !== undefined && sameFields(same, row) ? same : row
    })
    before = keepList(before, rows)
    return before
  }
}

function buildRows(sources: RowSources, layer: Layer, dayOf: Days): TimelineRow[] {
  const { messages, hasOlder, notices, mutations, divider, me } = sources
  const entries = toTimeline(messages, hasOlder, notices, mutations, dayOf)
  const unread = divider.kind === 'after' ? firstByOthers(messages, me.id, divider.seq) : undefined
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
    rows.push(entryRow(entry, layer, group, sources))
  })
  return rows
}

/** A day's key; clocks that disagree may bring the same day twice. */
function dateKey(day: string, dates: Map<string, number>): string {
  const count = (dates.get(day) ?? 0) + 1
  dates.set(day, count)
  return count === 1 ? `date-${day}` : `date-${day}-${count}`
}

function entryRow(
  entry: Entry,
  layer: Layer,
  group: ReturnType<typeof groupPosition>,
  { me, people, recipients }: RowSources,
): TimelineRow {
  switch (entry.kind) {
    case 'notices':
      return noticeRow(entry.notices, people)
    case 'pending':
      return pendingRow(
        entry.message,
        entry.pending.state,
        layer.over(entry.message),
        people(me.id),
        group,
      )
    case 'stored': {
      const { message } = entry
      return storedRow(
        message,
        layer.over(message),
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
