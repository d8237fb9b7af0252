import { ChatError, errorCodes } from '../chat-error.js'
import type { Message, NewMessage, StoredMessage } from '../entities.js'
import { findSent, numbered, sentAs } from '../log/messages.js'
import type { Mutation } from '../mutations/mutation.js'
import type { PendingMutation } from '../mutations/pending-mutations.js'
import type { RoomContext } from '../room/room-context.js'

/** What the server has done: a message as it then is, or something about it as of a change of the room. */
export type Accomplished =
  | { readonly kind: 'confirmed'; readonly message: StoredMessage }
  | { readonly kind: 'accomplished'; readonly rev: number }

/**
 * Asks the server for a mutation, which it may have done already: to send, to delete, to react or to pin
 * twice is to do it once. Of reactions, the last one asked for holds. An edit that may have been made is asked for
 * again only over the text it was written over, so that it undoes no later one, such as one that its
 * author made in another tab.
 */
export async function perform(
  context: RoomContext,
  pending: PendingMutation,
): Promise<Accomplished> {
  const { backend, roomId } = context
  const { mutation, isRepeat = false } = pending
  const confirmed = async (
    asked: StoredMessage | Promise<StoredMessage>,
  ): Promise<Accomplished> => ({
    kind: 'confirmed',
    message: await asked,
  })
  switch (mutation.kind) {
    case 'send':
      return confirmed(backend.send(toRequest(mutation.message)))
    case 'edit': {
      const { content } = mutation
      const id = storedId(context, mutation.message)
      const made = isRepeat ? await findMade(context, id, mutation) : undefined
      return confirmed(made ?? backend.edit({ id, roomId, content }))
    }
    case 'delete':
      return confirmed(backend.delete(roomId, storedId(context, mutation.message)))
    case 'react':
    case 'unreact':
    case 'pin':
    case 'unpin': {
      const of = { messageId: storedId(context, mutation.message), roomId }
      const { rev } = await ('emoji' in mutation
        ? backend[mutation.kind]({ ...of, emoji: mutation.emoji })
        : backend[mutation.kind](of))
      return { kind: 'accomplished', rev }
    }
    default:
      return mutation satisfies never
  }
}

/**
 * Returns the message if an edit of it was made already.
 *
 * @throws ChatError when it has neither the new text nor the one that the edit was written over
 */
async function findMade(
  { backend, roomId }: RoomContext,
  id: string,
  { message, content }: Extract<Mutation, { kind: 'edit' }>,
): Promise<StoredMessage | undefined> {
  const { messages } = await backend.page(roomId, { aroundId: id, limit: 1 })
  const stored = numbered(messages).find((each) => each.id === id)
  if (stored?.content === content) {
    return stored
  }
  if (stored && stored.deletedAt === undefined && stored.content !== message.content) {
    throw new ChatError('edit the message', 'it was edited elsewhere since', {
      code: errorCodes.conflict,
      retryable: true,
    })
  }
  return undefined
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
