import type { MessageQuery } from '../core/entities.js'
import type { WireFound, WireFoundMessages, WireMessage } from '../core/wire/rows.js'
import { refusal } from './refusal.js'
import type { TestRoom } from './test-room.js'

const pageSize = 20
const longestQuery = 200

/** The text in parts, every second of which begins a word as one of `words` does. */
function partsOf(content: string, words: readonly string[]): readonly string[] {
  const some = words.join('|')
  return content.split(new RegExp(`(?<![\\p{L}\\p{N}])((?:${some})[\\p{L}\\p{N}]*)`, 'iu'))
}

/** Finds the messages that have every word of a query, the newest first. */
export function searchRooms(rooms: readonly TestRoom[], query: MessageQuery): WireFoundMessages {
  const words = query.query.match(/[\p{L}\p{N}]+/gu) ?? []
  if (query.query.length > longestQuery) {
    throw refusal(400, 'query_too_long')
  }
  if (words.length === 0) {
    throw refusal(400, 'query_needed')
  }
  const isFound = ({ content, user_id, created_at, deleted_at }: WireMessage): boolean =>
    deleted_at == null &&
    (query.authorId === undefined || query.authorId === user_id) &&
    (query.from === undefined || created_at >= query.from) &&
    (query.until === undefined || created_at < query.until) &&
    words.every((word) => partsOf(content, [word]).length > 1)
  const found = rooms.flatMap((room): readonly WireFound[] => {
    const people = new Map(room.snapshot(1).participants.map((one) => [one.user_id, one.profile]))
    return room
      .messages()
      .filter(isFound)
      .map((message) => ({
        message,
        profile: people.get(message.user_id) ?? { display_name: 'Guest' },
        excerpt: partsOf(message.content, words),
      }))
  })
  const sorted = found.toSorted(
    (a, b) =>
      b.message.created_at.localeCompare(a.message.created_at) || b.message.seq - a.message.seq,
  )
  const from = Number(query.cursor ?? 0)
  const to = from + (query.limit ?? pageSize)
  return { results: sorted.slice(from, to), cursor: to < sorted.length ? `${to}` : null }
}
