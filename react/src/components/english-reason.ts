import { errorCodes, type ChatError } from '../react/index.js'

/** What people are told of a refusal, by the server's stable word for it. */
const refusals: Readonly<Record<string, string>> = {
  sign_in_needed: 'Sign in first.',
  no_such_room: 'There is no such room.',
  may_join: 'Join this room to read it.',
  not_a_participant: 'You are not a member of this room.',
  not_the_author: 'It is not yours.',
  edit_time_over: 'The time for that is over.',
  message_deleted: 'It was deleted.',
  too_many_reactions: 'There are too many different reactions to it.',
  too_many_pins: 'So many messages are pinned here already.',
  not_allowed: 'Only moderators and owners may do that.',
  no_such_message: 'It is no longer there.',
  query_too_long: 'That is too long to search for.',
  invitation_needed: 'This room is private. Somebody in it has to add you.',
}

const failures: Readonly<Record<number, string>> = {
  [errorCodes.network]: 'The server cannot be reached.',
  [errorCodes.timeout]: 'The server did not answer in time.',
  [errorCodes.stale]: 'It waited too long to be sent by itself.',
  [errorCodes.conflict]: 'It was edited elsewhere since.',
  401: 'Sign in again.',
  429: 'That was too much at once. Wait a moment.',
}

const troubled = (code: number): boolean => code >= 500 && code < 600

/** “the server did not answer” as a sentence. */
const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/u.test(words) ? '' : '.'}`

/** Why something failed, in English: what is known by its word or code, else what the server said. */
export function englishReason({ hint, code, message }: ChatError): string {
  const known = hint === undefined ? undefined : refusals[hint]
  return (
    known ??
    failures[code] ??
    (troubled(code)
      ? 'The server has a problem.'
      : sentence(message.slice(message.indexOf('; ') + 1).trim()))
  )
}
