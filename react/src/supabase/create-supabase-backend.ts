import type { MessageQuery } from '../core/entities.js'
import type { Backend, CursorUpdate, PageRequest } from '../core/transport.js'
import { readChanges } from '../core/wire/changes.js'
import { readFoundMessages } from '../core/wire/found.js'
import { readInvitations } from '../core/wire/invitation.js'
import { readMessage } from '../core/wire/message.js'
import { readCursor } from '../core/wire/people.js'
import { readPinAnswer, readPinnedMessages } from '../core/wire/pins.js'
import { readReactionAnswer } from '../core/wire/reactions.js'
import { readPage, readSnapshot } from '../core/wire/room.js'
import { callRpc, readRpcError, type RpcClient } from './rpc-client.js'
import { toChatError, unreadable } from './to-chat-error.js'

/** Reaches the database through a client of the app, by function calls alone. */
export function createSupabaseBackend(client: RpcClient): Backend {
  const call = async <T>(
    attempted: string,
    name: string,
    args: Readonly<Record<string, unknown>>,
    read: (data: unknown) => T | undefined,
    signal?: AbortSignal,
  ): Promise<T> => {
    let response
    try {
      response = await callRpc(client, name, args, signal)
    } catch (thrown) {
      // Clients may be told to throw what they otherwise answer; then there is no status.
      throw toChatError(attempted, readRpcError(thrown), 0)
    }
    if (response?.error !== undefined) {
      throw toChatError(attempted, response.error, response.status)
    }
    const answer = read(response?.data)
    if (answer === undefined) {
      throw unreadable(attempted)
    }
    return answer
  }

  return {
    snapshot: (room, limit) =>
      call('load the room', 'room_snapshot', { room, limit }, readSnapshot),
    page: (room, request) =>
      call('load messages', 'messages_page', { room, ...pageArgs(request) }, readPage),
    changes: (room, after_rev, limit) =>
      call('load the room', 'room_changes', { room, after_rev, limit }, readChanges),
    send: ({ id, roomId, content, replyTo }) =>
      call(
        'send the message',
        'send_message',
        { id, room: roomId, content, ...(replyTo === undefined ? {} : { reply_to: replyTo }) },
        readMessage,
      ),
    edit: ({ id, content }) =>
      call('edit the message', 'edit_message', { id, content }, readMessage),
    delete: (_, id) => call('delete the message', 'delete_message', { id }, readMessage),
    react: ({ messageId, emoji }) =>
      call('react to the message', 'react', { message: messageId, emoji }, readReactionAnswer),
    unreact: ({ messageId, emoji }) =>
      call('take the reaction back', 'unreact', { message: messageId, emoji }, readReactionAnswer),
    pin: ({ messageId }) =>
      call('pin the message', 'pin_message', { message: messageId }, readPinAnswer),
    unpin: ({ messageId }) =>
      call('take the pin back', 'unpin_message', { message: messageId }, readPinAnswer),
    pinned: (room) => call('load what is pinned', 'pinned_messages', { room }, readPinnedMessages),
    search: (query, signal) =>
      call('search', 'search_messages', searchArgs(query), readFoundMessages, signal),
    setCursor: (room, update) =>
      call('tell what was read', 'set_cursor', { room, ...cursorArgs(update) }, readCursor),
    join: async (room) => {
      await call('join the room', 'join_room', { room }, readAnything)
    },
    invitation: async (room) => {
      const all = await call('look for invitations', 'my_invitations', {}, readInvitations)
      return all.find(({ roomId }) => roomId === room)
    },
    decline: async (room) => {
      await call('decline the invitation', 'decline_invitation', { room }, readAnything)
    },
  }
}

/** For functions that are called for what they do. */
const readAnything = (): true => true

function pageArgs(request: PageRequest): Readonly<Record<string, unknown>> {
  const { limit } = request
  if ('beforeSeq' in request) {
    return { before_seq: request.beforeSeq, limit }
  }
  return 'afterSeq' in request
    ? { after_seq: request.afterSeq, limit }
    : { around_id: request.aroundId, limit }
}

function searchArgs({
  roomId,
  authorId,
  ...query
}: MessageQuery): Readonly<Record<string, unknown>> {
  const args = Object.entries({ ...query, room: roomId, author: authorId })
  return Object.fromEntries(args.filter(([, value]) => value !== undefined))
}

function cursorArgs({ readSeq, deliveredSeq }: CursorUpdate): Readonly<Record<string, unknown>> {
  return {
    ...(readSeq === undefined ? {} : { read_seq: readSeq }),
    ...(deliveredSeq === undefined ? {} : { delivered_seq: deliveredSeq }),
  }
}
