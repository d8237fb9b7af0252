import type { Cursor, Message, Participant, Person, StoredMessage } from '../entities.js'
import { findMessage, type Messages } from '../log/messages.js'
import { toMillis } from '../time/instant.js'
import type { Receipt, SendStatus } from '../room-view.js'
import type { People } from './people.js'

interface Recipient {
  readonly person: Person
  /** Milliseconds since 1970. */
  readonly joinedAt: number
  readonly readSeq: number
  readonly deliveredSeq: number
}

/** What is known of a message's way to the others. */
export interface MessageReceipts {
  readonly status: Extract<SendStatus, 'sent' | 'delivered' | 'read'>
  readonly readBy: readonly Person[]
  readonly readByAll: boolean
}

/** The present members with what they have received and read. */
export type Recipients = readonly Recipient[]

export function toRecipients(
  members: ReadonlyMap<string, Participant>,
  cursors: ReadonlyMap<string, Cursor>,
  people: People,
): Recipients {
  return [...members.values()]
    .filter(({ leftAt }) => leftAt === undefined)
    .map(({ id, joinedAt }) => {
      const { readSeq = 0, deliveredSeq = 0 } = cursors.get(id) ?? {}
      return {
        person: people(id),
        joinedAt: joinedAt === undefined ? 0 : toMillis(joinedAt),
        readSeq,
        deliveredSeq: Math.max(readSeq, deliveredSeq),
      }
    })
}

/** Those a message was for: the present members but its author who had joined by then. */
function recipientsOf(recipients: Recipients, { userId, createdAt }: Message): Recipients {
  const at = toMillis(createdAt)
  return recipients.filter(({ person, joinedAt }) => person.id !== userId && !(joinedAt > at))
}

/** How far a stored message has come. In an empty room it stays sent. */
export function toReceipts(recipients: Recipients, message: Message, seq: number): MessageReceipts {
  const others = recipientsOf(recipients, message)
  const readBy = others.filter(({ readSeq }) => readSeq >= seq).map(({ person }) => person)
  const all = (reached: (recipient: Recipient) => boolean) =>
    others.length > 0 && others.every(reached)
  const readByAll = all(({ readSeq }) => readSeq >= seq)
  const deliveredToAll = all(({ deliveredSeq }) => deliveredSeq >= seq)
  return { status: readByAll ? 'read' : deliveredToAll ? 'delivered' : 'sent', readBy, readByAll }
}

/**
 * Makes a function that returns the receipts of a message by its id: an empty list for an unknown
 * message, the same list for the same id.
 */
export function findReceipts(
  messages: Messages,
  recipients: Recipients,
): (id: string) => readonly Receipt[] {
  const found = new Map<string, readonly Receipt[]>()
  return (id) => {
    const receipts = found.get(id) ?? toReceiptList(findMessage(messages, id), recipients)
    found.set(id, receipts)
    return receipts
  }
}

function toReceiptList(
  message: StoredMessage | undefined,
  recipients: Recipients,
): readonly Receipt[] {
  if (message === undefined) {
    return []
  }
  const { seq } = message
  return recipientsOf(recipients, message).map(({ person, readSeq, deliveredSeq }) => ({
    person,
    state: readSeq >= seq ? 'read' : deliveredSeq >= seq ? 'delivered' : 'sent',
  }))
}
