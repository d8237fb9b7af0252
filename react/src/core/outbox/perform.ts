import type { Message, NewMessage, StoredMessage } from '../entities.js'
import { findSent, sentAs } from '../log/messages.js'
import type { Mutation } from '../mutations/mutation.js'
import type { RoomContext } from '../room/room-context.js'

/** What the server has done: a message as it then is, or a reaction as of a change of the room. */
export type Accomplished =
  | { readonly kind: 'confirmed'; readonly message: StoredMessage }
  | { readonly kind: 'reacted'; readonly rev: number }

/** Asks the server for a mutation. */
export async function perform(context: RoomContext, mutation: Mutation): Promise<Accomplished> {
  const { backend, roomId } = context
  const confirmed = async (asked: Promise<StoredMessage>): Promise<Accomplished> => ({
    kind: 'confirmed',
    message: await asked,
  })
  switch (mutation.kind) {
    case 'send':
      return confirmed(backend.send(toRequest(mutation.message)))
    case 'edit': {
      const { content } = mutation
      return confirmed(backend.edit({ id: storedId(context, mutation.message), roomId, content }))
    }
    case 'delete':
      return confirmed(backend.delete(roomId, storedId(context, mutation.message)))
    case 'react':
    case 'unreact': {
      const { kind, emoji } = mutation
      const messageId = storedId(context, mutation.message)
      const { rev } = await backend[kind]({ messageId, roomId, emoji })
      return { kind: 'reacted', rev }
    }
    default:
      return mutation satisfies never
  }
}

function toRequest({ id, roomId, content, replyTo }: Message): NewMessage {
  return {
    id,
    roomId,
    content,
    ...(replyTo === undefined ? {} : { replyTo }),
  }
}

/** A message that was not stored when it was to be changed may have got its id from the database. */
function storedId({ state }: RoomContext, message: Message): string {
  if (message.seq !== undefined) {
    return message.id
  }
  const { messages } = state().log.content
  return findSent(messages, sentAs(message))?.id ?? message.id
}
