import type { Message, StoredMessage } from '../entities.js'
import type { Deletion } from '../wire/message.js'

/** Messages in the order of the room, each once. */
export type Messages = readonly StoredMessage[]

export function findMessage(messages: Messages, id: string): StoredMessage | undefined {
  return messages.findLast((message) => message.id === id)
}

/** Returns the message that the author's client sent under an id. */
export function findSent(messages: Messages, sentId: string): StoredMessage | undefined {
  return messages.findLast((message) => sentAs(message) === sentId)
}

/** Returns the id under which the author's client sent a message. */
export function sentAs({ id, clientId }: Message): string {
  return clientId ?? id
}

/**
 * Puts a message in its place. Of two forms of one message the one with the higher `rev` stays; in
 * another epoch it may have another place.
 */
export function putMessage(messages: Messages, message: StoredMessage): Messages {
  const known = messages.findLastIndex(({ id }) => id === message.id)
  const present = messages[known]
  if (present === undefined) {
    const before = messages.findLastIndex(({ seq }) => seq < message.seq)
    return messages.toSpliced(before + 1, 0, message)
  }
  if (present.rev >= message.rev) {
    return messages
  }
  return present.seq === message.seq
    ? messages.with(known, message)
    : putMessage(messages.toSpliced(known, 1), message)
}

/** Empties a deleted message; its place stays. */
export function deleteMessage(messages: Messages, deletion: Deletion): Messages {
  const at = messages.findLastIndex(({ id }) => id === deletion.id)
  const present = messages[at]
  return present === undefined || present.rev >= deletion.rev
    ? messages
    : messages.with(at, { ...emptied(present, deletion.deletedAt), rev: deletion.rev })
}

/** Returns what is left of a message that is deleted. */
export function emptied<M extends Message>(message: M, deletedAt: string): M {
  return { ...message, content: '', attachments: null, metadata: null, deletedAt }
}

/** Returns those of an app's rows that the server has numbered, in order, each once. */
export function numbered(rows: readonly Message[]): Messages {
  return rows.reduce<Messages>(
    (messages, row) =>
      row.seq == null
        ? messages
        : putMessage(messages, { ...row, seq: row.seq, rev: row.rev ?? 0 }),
    [],
  )
}
