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

/** Returns the id under which the message was sent that a mutation is about. */
export function subjectOf({ message }: Mutation): string {
  return sentAs(message)
}

/** Whether two mutations decide the same: a message itself, or one reaction to it. */
export function areRivals(one: Mutation, other: Mutation): boolean {
  return subjectOf(one) === subjectOf(other) && emojiOf(one) === emojiOf(other)
}

function emojiOf(mutation: Mutation): string | undefined {
  return 'emoji' in mutation ? mutation.emoji : undefined
}
