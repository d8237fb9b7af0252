import type { Message } from '../entities.js'
import type { Messages } from '../log/messages.js'
import type { Quotes } from '../log/quotes.js'
import type { Quote } from '../room-view.js'
import type { People } from './people.js'
import { sameFields } from './structural-sharing.js'

/** Returns what a message quotes, if it is a reply. */
export type ShowQuote = (message: Message) => Quote | undefined

/** What quotes are made of. */
export interface QuoteSources {
  /** All that are loaded. */
  readonly loaded: readonly Messages[]
  readonly quotes: Quotes
  readonly people: People
  readonly userId: string
}

/** Makes a function that shows quotes; one that came out the same as before is the same object. */
export function createQuotes(): (sources: QuoteSources) => ShowQuote {
  const before = new Map<string, Quote>()
  return ({ loaded, quotes, people, userId }) => {
    let byId: ReadonlyMap<string, Message> | undefined
    const find = (id: string) => {
      byId ??= new Map(loaded.flat().map((message) => [message.id, message]))
      return byId.get(id) ?? quotes.get(id)
    }
    return ({ replyTo, deletedAt }) => {
      if (replyTo === undefined || deletedAt !== undefined) {
        return undefined
      }
      const message = find(replyTo)
      const next: Quote = {
        id: replyTo,
        ...(message === undefined ? {} : { message, author: people(message.userId) }),
        own: message?.userId === userId,
        isGone: message === undefined && quotes.has(replyTo),
      }
      const known = before.get(replyTo)
      const kept = known !== undefined && sameFields(known, next) ? known : next
      before.set(replyTo, kept)
      return kept
    }
  }
}
