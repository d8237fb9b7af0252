import type { ChatError } from '../chat-error.js'
import type { Message, NewMessage } from '../entities.js'

/** Where a message stands that the server has not confirmed. */
export type PendingState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly error: ChatError }

/** A message of ours that the server has not confirmed. */
export interface PendingMessage {
  readonly message: Message
  readonly state: PendingState
  /** Milliseconds since 1970 when the reader asked to send it, or to send it again. */
  readonly askedAt: number
}

/** Unconfirmed messages in the order they were written. */
export type PendingMessages = readonly PendingMessage[]

const queued: PendingState = { kind: 'queued' }
const sending: PendingState = { kind: 'sending' }

/** Returns `messages` with those entries replaced for which `change` returns something else. */
function mapped(
  messages: PendingMessages,
  change: (pending: PendingMessage) => PendingMessage,
): PendingMessages {
  const next = messages.map(change)
  return next.every((pending, at) => pending === messages[at]) ? messages : next
}

/** Adds a message that was just written. */
export function compose(
  messages: PendingMessages,
  message: Message,
  at: number,
  online: boolean,
): PendingMessages {
  return [...messages, { message, state: online ? sending : queued, askedAt: at }]
}

/** Lets what was queued be sent, or queues what was being sent. */
export function setOnline(messages: PendingMessages, online: boolean): PendingMessages {
  const [from, to] = online ? [queued, sending] : [sending, queued]
  return mapped(messages, (pending) =>
    pending.state.kind === from.kind ? { ...pending, state: to } : pending,
  )
}

/** Notes that sending a message was given up. */
export function fail(messages: PendingMessages, id: string, error: ChatError): PendingMessages {
  return mapped(messages, (pending) =>
    pending.message.id === id && pending.state.kind !== 'failed'
      ? { ...pending, state: { kind: 'failed', error } }
      : pending,
  )
}

/** Sends a failed message again, unless that is hopeless. */
export function retry(
  messages: PendingMessages,
  id: string,
  at: number,
  online: boolean,
): PendingMessages {
  return mapped(messages, (pending) =>
    pending.message.id === id && pending.state.kind === 'failed' && pending.state.error.retryable
      ? { ...pending, state: online ? sending : queued, askedAt: at }
      : pending,
  )
}

/** Removes a message that is not being sent. */
export function discard(messages: PendingMessages, id: string): PendingMessages {
  const kept = messages.filter(
    ({ message, state }) => message.id !== id || state.kind === 'sending',
  )
  return kept.length === messages.length ? messages : kept
}

/** Removes what the server has confirmed. */
export function settle(
  messages: PendingMessages,
  isStored: (id: string) => boolean,
): PendingMessages {
  const kept = messages.filter(({ message }) => !isStored(message.id))
  return kept.length === messages.length ? messages : kept
}

/** What to ask of the server for a message. */
export function toRequest({ id, roomId, content, replyTo }: Message): NewMessage {
  return {
    id,
    roomId,
    content,
    ...(replyTo === undefined ? {} : { replyTo }),
  }
}
