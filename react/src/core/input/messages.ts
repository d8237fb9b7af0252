import type { Message } from '../entities.js'
import { given } from '../given.js'
import { toMillis, toUtc } from '../time/instant.js'
import { texts, times, type Fields } from '../wire/values.js'
import { joinedId, readJoined, type Named } from './people.js'
import { readCount, readId, readTime, rowsOf, type Complain } from './values.js'

/** The messages in an app's rows, and the people joined to them. */
export interface MessagesInput {
  readonly messages: readonly Message[]
  readonly authors: readonly Named[]
}

const beginning = '1970-01-01T00:00:00.000Z'

/** Reads rows of `messages`. Rows without their place in the room stand in the order of their times. */
export function readMessages(rows: unknown, roomId: string, complain: Complain): MessagesInput {
  const read = rowsOf(rows, 'initialMessages', complain).flatMap((row, at) => {
    const message = readMessage(row, roomId, (what) => {
      complain(`initialMessages[${at}] ${what}`)
    })
    return message === undefined ? [] : [{ message, author: readJoined(row, message.userId) }]
  })
  return {
    messages: placed(read.map(({ message }) => message)),
    authors: read.flatMap(({ author }) => author ?? []),
  }
}

function readMessage(row: Fields, roomId: string, complain: Complain): Message | undefined {
  const id = readId(row['id'])
  if (id === undefined) {
    complain('has no "id" and is left out; select that column')
    return undefined
  }
  const { content, client_id } = texts(row, ['content', 'client_id'])
  const { edited_at, deleted_at } = times(row, ['edited_at', 'deleted_at'])
  if (content === undefined && deleted_at === undefined) {
    complain('has no text in "content" and is shown empty')
  }
  const createdAt = readTime(row['created_at'])
  if (createdAt === undefined) {
    complain('has no time in "created_at"; select that column')
  }
  return {
    id,
    roomId: readId(row['room_id']) ?? roomId,
    userId: readId(row['user_id']) ?? joinedId(row) ?? '',
    content: content ?? '',
    createdAt: toUtc(createdAt ?? beginning),
    ...given({
      seq: readCount(row['seq']),
      rev: readCount(row['rev']),
      editedAt: edited_at,
      deletedAt: deleted_at,
      clientId: client_id,
      replyTo: readId(row['reply_to']),
      attachments: row['attachments'] ?? undefined,
      metadata: row['metadata'] ?? undefined,
    }),
  }
}

/**
 * Gives rows a place to be shown at until the server tells the real one. They carry no number of a
 * change, so that nothing is taken to join on to them.
 */
function placed(messages: readonly Message[]): readonly Message[] {
  if (messages.every(({ seq }) => seq != null)) {
    return messages
  }
  return [...messages]
    .sort((a, b) => toMillis(a.createdAt) - toMillis(b.createdAt))
    .map((message, at) => ({ ...message, seq: at + 1, rev: 0 }))
}
