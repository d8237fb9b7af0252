import { replaceOutsideCode } from './outside-code.js'

const token = /<(?:@([^<>\s]{1,160})|!room)>/uy
const tokens = /<@([^<>\s]{1,160})>|<!room>/gu

/** How everybody in the room is written. */
export const everybody = 'room'

/** The mention that stands at a place of a text, and where it ends; its id is undefined for everybody. */
export function mentionAt(
  text: string,
  at: number,
): { readonly id: string | undefined; readonly end: number } | undefined {
  token.lastIndex = at
  const found = token.exec(text)
  return found === null ? undefined : { id: found[1], end: token.lastIndex }
}

/** How people are written after an `@`: each has a name of their own. */
export interface MentionNames {
  readonly nameOf: (id: string) => string | undefined
  /** Finds whose name a text begins with; the longest one counts. */
  readonly find: (text: string) => { readonly id: string; readonly length: number } | undefined
}

/** Names people by what they are called; of several with one name, the second is `Ada (2)`. */
export function mentionNames(
  people: readonly { readonly id: string; readonly name: string }[],
): MentionNames {
  const names = new Map<string, string>()
  const ids = new Map<string, string>()
  for (const { id, name } of people) {
    if (name !== '' && !names.has(id)) {
      let written = name
      for (let count = 2; ids.has(written.toLowerCase()); count++) {
        written = `${name} (${count})`
      }
      names.set(id, written)
      ids.set(written.toLowerCase(), id)
    }
  }
  const lengths = [...new Set([...ids.keys()].map((name) => name.length))].sort((a, b) => b - a)
  return {
    nameOf: (id) => names.get(id),
    find: (text) => {
      for (const length of lengths) {
        const id = ids.get(text.slice(0, length).toLowerCase())
        if (id !== undefined && !/^[\p{L}\p{N}_]/u.test(text.slice(length, length + 2))) {
          return { id, length }
        }
      }
      return undefined
    },
  }
}

/**
 * Writes tokens for names after an `@`, as a message is stored; code stays as it is.
 *
 * @param mayMentionEverybody whether `@room` is a mention
 */
export function withMentions(
  text: string,
  names: MentionNames,
  mayMentionEverybody: boolean,
): string {
  return text.includes('@')
    ? replaceOutsideCode(text, (words) => {
        let done = ''
        let from = 0
        for (const { index: at } of words.matchAll(/(?<![\p{L}\p{N}_<])@/gu)) {
          const after = words.slice(at + 1)
          const named = at < from ? undefined : names.find(after)
          if (named !== undefined) {
            done += `${words.slice(from, at)}<@${named.id}>`
            from = at + 1 + named.length
          } else if (at >= from && mayMentionEverybody && /^room(?![\p{L}\p{N}_])/u.test(after)) {
            done += `${words.slice(from, at)}<!room>`
            from = at + 1 + everybody.length
          }
        }
        return done + words.slice(from)
      })
    : text
}

/** Writes names for tokens, as one edits or copies a message; who has no name stays a token. */
export function withNames(text: string, nameOf: (id: string) => string | undefined): string {
  return replaceOutsideCode(text, (words) =>
    words.replace(tokens, (typed: string, id: string | undefined) => {
      const name = id === undefined ? everybody : nameOf(id)
      return name === undefined ? typed : `@${name}`
    }),
  )
}
