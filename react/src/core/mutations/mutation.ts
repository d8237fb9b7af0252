import type { Message } from '../entities.js'
import { sentAs } from '../log/messages.js'

/** What the reader asks of the server, under an id of its own; that of a sending is the message's. */
export type Mutation =
  | { readonly kind: 'send'; readonly id: string; readonly message: Message }
  | {
      readonly kind: 'edit'
      readonly id: string
      /** The message as it was when it was asked for. */
      readonly message: Message
      readonly content: string
    }
  | { readonly kind: 'delete'; readonly id: string; readonly message: Message }
  | {
      readonly kind: 'react' | 'unreact'
      readonly id: string
      readonly message: Message
      readonly emoji: string
    }
  | { readonly kind: 'pin' | 'unpin'; readonly id: string; readonly message: Message }

/** Returns the id under which the message was sent that a mutation is about. */
export function subjectOf({ message }: Mutation): string {
  return sentAs(message)
}

/** Whether two mutations decide the same: a message itself, one reaction to it, or whether it is pinned. */
export function areRivals(one: Mutation, other: Mutation): boolean {
  return subjectOf(one) === subjectOf(other) && aspectOf(one) === aspectOf(other)
}

/** What of its message a mutation decides. Any word may be an emoji, hence the colon. */
function aspectOf(mutation: Mutation): string {
  if ('emoji' in mutation) {
    return `:${mutation.emoji}`
  }
  return mutation.kind === 'pin' || mutation.kind === 'unpin' ? 'pin' : 'message'
}
