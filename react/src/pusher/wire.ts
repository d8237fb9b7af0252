import { ChatError, errorCodes } from '../core/chat-error.js'
import { isFields, type Fields } from '../core/wire/values.js'

/** Reads the ids out of pusher-js's list of members. */
export function readMemberIds(members: unknown): readonly string[] {
  return isFields(members) && isFields(members['members']) ? Object.keys(members['members']) : []
}

/** Reads our own id out of pusher-js's list of members. */
export function readOwnId(members: unknown): string | undefined {
  return isFields(members) ? text(members['myID']) : undefined
}

/** Reads whom an arrival or a departure is about. */
export function readMemberId(member: unknown): string | undefined {
  return isFields(member) ? text(member['id']) : undefined
}

/** Reads the sender the server vouches for; what the sender wrote itself proves nothing. */
export function readSender(metadata: unknown): string | undefined {
  return isFields(metadata) ? text(metadata['user_id']) : undefined
}

/** Turns `pusher:subscription_error` into the error chat knows. */
export function readRefusal(data: unknown): ChatError {
  const { status, error } = splitStatus(isFields(data) ? data : {})
  const known = typeof status === 'number' && status >= 400 && status < 600
  const passing = !known || status === 408 || status === 425 || status === 429 || status >= 500
  return new ChatError('listen to the room', text(error) ?? 'the subscription failed', {
    code: known ? status : errorCodes.refused,
    retryable: passing,
  })
}

/** Where the status is told that pusher-js does not pass on. */
const statusAtEnd = / \(status (\d{3})\)$/u

/** Returns the words of a refusal with its status at their end. */
export function withStatus(reason: string, status: number): string {
  return `${reason} (status ${status})`
}

function splitStatus(data: Fields): Fields {
  const words = text(data['error'])
  const status = words === undefined ? undefined : statusAtEnd.exec(words)?.[1]
  return status === undefined
    ? data
    : { status: Number(status), error: words?.replace(statusAtEnd, '') }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
