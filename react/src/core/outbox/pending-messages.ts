import type { ChatError } from '../chat-error.js'
import type { Message, NewMessage } from '../entities.js'

/** Where a message stands that the server has not confirmed. */
export type PendingState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly error: ChatError }

/** A message of ours that the server has not confirmed. */
export interface Pending {
  readonly message: Message
  readonly state: PendingState
  /** Milliseconds since 1970 when the reader asked to send it, or to send it again. */
  readonly askedAt: number
}

/** Unconfirmed messages in the order they were written. */
export type Overlay = readonly Pending[]

const queued: PendingState = { kind: 'queued' }
const sending: PendingState = { kind: 'sending' }

/** Returns `overlay` with those entries replaced for which `change` returns something else. */
function mapped(overlay: Overlay, change: (pending: Pending) => Pending): Overlay {
  const next = overlay.map(change)
  return next.every((pending, at) => pending === overlay[at]) ? overlay : next
}

/** Adds a message that was just written. */
export function compose(overlay: Overlay, message: Message, at: number, online: boolean): Overlay {
  return [...overlay, { message, state: online ? sending : queued, askedAt: at }]
}

/** Lets what was queued be sent, or queues what was being sent. */
export function setOnline(overlay: Overlay, online: boolean): Overlay {
  const [from, to] = online ? [queued, sending] : [sending, queued]
  return mapped(overlay, (pending) =>
    pending.state.kind === from.kind ? { ...pending, state: to } : pending,
  )
}

/** Notes that sending a message was given up. */
export function fail(overlay: Overlay, id: string, error: ChatError): Overlay {
  return mapped(overlay, (pending) =>
    pending.message.id === id && pending.state.kind !== 'failed'
      ? { ...pending, state: { kind: 'failed', error } }
      : pending,
  )
}

/** Sends a failed message again, unless that is hopeless. */
export function retry(overlay: Overlay, id: string, at: number, online: boolean): Overlay {
  return mapped(overlay, (pending) =>
    pending.message.id === id && pending.state.kind === 'failed' && pending.state.error.retryable
      ? { ...pending, state: online ? sending : queued, askedAt: at }
      : pending,
  )
}

/** Removes a message that is not being sent. */
export function discard(overlay: Overlay, id: string): Overlay {
  const kept = overlay.filter(({ message, state }) => message.id !== id || state.kind === 'sending')
  return kept.length === overlay.length ? overlay : kept
}

/** Removes what the server has confirmed. */
export function settle(overlay: Overlay, isStored: (id: string) => boolean): Overlay {
  const kept = overlay.filter(({ message }) => !isStored(message.id))
  return kept.length === overlay.length ? overlay : kept
}

/** What to ask of the server for a message. */
export function toRequest({ id, room_id, content, reply_to }: Message): NewMessage {
  return {
    id,
    roomId: room_id,
    content,
    ...(reply_to == null ? {} : { replyTo: reply_to }),
  }
}
