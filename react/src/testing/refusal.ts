import { ChatError } from '../core/chat-error.js'

/** A refusal as the database utters it: an HTTP status and a stable word. */
export function refusal(status: number, hint: string): ChatError {
  return new ChatError('do that', hint.replaceAll('_', ' '), {
    code: status,
    retryable: false,
    hint,
  })
}

/** A failure of the network. */
export function networkFailure(): ChatError {
  return new ChatError('reach the server', 'the network failed', { code: 1000, retryable: true })
}
