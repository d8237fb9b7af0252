import { ChatError, errorCodes } from '../core/chat-error.js'
import type { RpcError } from './rpc-client.js'

/** Statuses after which the same request may succeed. */
function isPassing(status: number): boolean {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500
}

/** SQL states `PTxyz` carry the HTTP status, also where the transport does not tell it. */
function statusOf({ code }: RpcError, status: number): number {
  const carried = /^PT(\d{3})$/.exec(code ?? '')?.[1]
  return carried === undefined ? status : Number(carried)
}

/** Turns the database's refusal, or the lack of an answer, into the error chat knows. */
export function toChatError(attempted: string, error: RpcError, answered: number): ChatError {
  const status = statusOf(error, answered)
  return new ChatError(attempted, error.message, {
    code: status === 0 ? errorCodes.network : status,
    retryable: isPassing(status),
    hint: error.hint === '' ? undefined : error.hint,
    cause: error,
  })
}

/** The error for an answer that is not what was promised. */
export function unreadable(attempted: string): ChatError {
  return new ChatError(attempted, 'the server answered something else than was asked', {
    code: errorCodes.unreadable,
    retryable: false,
  })
}
