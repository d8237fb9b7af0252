import type { FoundMessage, FoundMessages } from '../entities.js'
import { given } from '../given.js'
import { readMessage } from './message.js'
import { readAuthor } from './people.js'
import { isFields, listOf, texts } from './values.js'

const readText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

function readFoundMessage(value: unknown): FoundMessage | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const message = readMessage(value['message'])
  const excerpt = listOf(value['excerpt'], readText)
  return message === undefined || excerpt === undefined
    ? undefined
    : { message, author: readAuthor(message, value['profile']), excerpt }
}

/** Reads what `search_messages` returns. */
export function readFoundMessages(value: unknown): FoundMessages | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const results = listOf(value['results'], readFoundMessage)
  const { cursor } = texts(value, ['cursor'])
  return results === undefined ? undefined : { results, ...given({ cursor }) }
}
