import type { StoredMessage } from '../entities.js'
import type { Deletion } from '../wire/message.js'
import { emptied, findMessage, type Messages } from './messages.js'

/** The messages that replies quote and that are or were not loaded, by id; `undefined` for one that is gone. */
export type Quotes = ReadonlyMap<string, StoredMessage | undefined>

/** Adds what was told of quoted messages; of two forms of one the newer stays. */
export function putQuotes(quotes: Quotes, told: readonly StoredMessage[] = []): Quotes {
  const news = told.filter(({ id, rev }) => (quotes.get(id)?.rev ?? -1) < rev)
  return news.length === 0
    ? quotes
    : new Map([...quotes, ...news.map((message) => [message.id, message] as const)])
}

/** Takes over a change of a message if it is quoted. */
export function changeQuote(quotes: Quotes, change: StoredMessage | Deletion): Quotes {
  const known = quotes.get(change.id)
  if (known === undefined) {
    return quotes
  }
  return putQuotes(quotes, [
    'seq' in change ? change : { ...emptied(known, change.deletedAt), rev: change.rev },
  ])
}

/** Forgets what no message quotes any more. */
export function keepQuotes(quotes: Quotes, messages: Messages): Quotes {
  const ids = new Set(messages.map(({ replyTo }) => replyTo))
  const kept = [...quotes].filter(([id]) => ids.has(id))
  return kept.length === quotes.size ? quotes : new Map(kept)
}

/** Returns the ids of messages that are quoted and not known. */
export function unknownQuotes(quotes: Quotes, messages: Messages): readonly string[] {
  const ids = new Set<string>()
  for (const { replyTo, deletedAt } of messages) {
    if (replyTo !== undefined && deletedAt === undefined && !quotes.has(replyTo)) {
      ids.add(replyTo)
    }
  }
  return [...ids].filter((id) => findMessage(messages, id) === undefined)
}
