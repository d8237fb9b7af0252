/**
 * Codes of failures that no HTTP status describes. Every other code is the status the server
 * answered with.
 */
export const errorCodes = {
  /** No answer: the network failed. */
  network: 1000,
  /** No answer in time. */
  timeout: 1001,
  /** The answer was not what was promised. */
  unreadable: 1002,
  /** The realtime service refused the subscription without giving a status. */
  refused: 1003,
  /** A message waited so long to be sent that it is not sent unasked. */
  stale: 1004,
  /** Settings that are needed to connect are missing. */
  unset: 1005,
  /** The message was edited elsewhere since this edit of it was written. */
  conflict: 1006,
} as const

/** What is known of a failure besides its text. */
export interface ChatErrorDetails {
  /** HTTP status, or one of {@link errorCodes}. */
  readonly code: number
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** Milliseconds the server asked to wait. */
  readonly retryAfterMs?: number | undefined
  /** The server's stable word for the reason, such as `muted`. */
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/** A failure of chat: "unable to send the message; you are muted". */
export class ChatError extends Error {
  readonly code: number
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly hint: string | undefined

  /**
   * @param attempted what failed, as an infinitive: "send the message"
   * @param reason why, as a sentence without a full stop
   */
  constructor(attempted: string, reason: string, details: ChatErrorDetails) {
    super(`unable to ${attempted}; ${reason}`, { cause: details.cause })
    this.name = 'ChatError'
    this.code = details.code
    this.retryable = details.retryable
    this.retryAfterMs = details.retryAfterMs
    this.hint = details.hint
  }
}

/** Returns `thrown` as a {@link ChatError}; what is none counts as a network failure. */
export function toChatError(attempted: string, thrown: unknown): ChatError {
  if (thrown instanceof ChatError) {
    return thrown
  }
  const reason = thrown instanceof Error ? thrown.message : 'the reason is unknown'
  return new ChatError(attempted, reason, {
    code: errorCodes.network,
    retryable: true,
    cause: thrown,
  })
}

/** A {@link ChatError} as plain fields, which every storage can copy. */
export type ChatErrorFields = Pick<ChatError, 'message' | 'code' | 'retryable' | 'hint'>

export function toErrorFields({ message, code, retryable, hint }: ChatError): ChatErrorFields {
  return { message, code, retryable, hint }
}

export function readError(fields: ChatErrorFields): ChatError {
  return Object.assign(new ChatError('', '', fields), { message: fields.message })
}
