import type { Message, NewMessage, StoredMessage } from '../entities.js'
import { findSent, sentAs } from '../log/messages.js'
import type { Mutation } from '../mutations/mutation.js'
import type { RoomContext } from '../room/room-context.js'

/** Asks the server for a mutation; returns the message as it then is. */
export function perform(context: RoomContext, mutation: Mutation): Promise<StoredMessage> {
  const { backend, roomId } = context
  switch (mutation.kind) {
    case 'send':
      return backend.send(toRequest(mutation.message))
    case 'edit': {
      const { content } = mutation
      return backend.edit({ id: storedId(context, mutation.message), roomId, content })
    }
    case 'delete':
      return backend.delete(roomId, storedId(context, mutation.message))
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
