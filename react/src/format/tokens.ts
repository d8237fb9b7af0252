import { codeClosers, codeOf } from './code-spans.js'
import { parenClosers, targetOf } from './link-targets.js'
import { linkify } from './linkify.js'
import { mentionAt } from './mentions.js'
import { isVisible } from './visible.js'

/** What may open and close emphasis. */
export type Mark = '*' | '**' | '_' | '__' | '~~'

/** The pieces of a line, before it is known which marks belong together. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'mention'; readonly id: string | undefined }
  | { readonly kind: 'address'; readonly text: string; readonly href: string }
  | {
      readonly kind: 'mark'
      readonly mark: Mark
      readonly opens: boolean
      readonly closes: boolean
      /** The other mark of the same run: `***` is two. */
      readonly twin: Mark | undefined
    }
  /** Begins the words of a link, which `linkEnd` ends. */
  | { readonly kind: 'link'; readonly href: string }
  | { readonly kind: 'linkEnd' }

const special = /[\\`*_~[\]<]/gu
const run = /`+|\*+|_+|~+/uy

/** The marks that a run of characters stands for; none when it is only text. */
const marksOf: Readonly<Record<string, readonly [Mark, Mark?]>> = {
  '*': ['*'],
  '**': ['**'],
  '***': ['**', '*'],
  _: ['_'],
  __: ['__'],
  ___: ['__', '_'],
  '~~': ['~~'],
}

const words = { before: /[\p{L}\p{N}]$/u, after: /^[\p{L}\p{N}]/u }
// A script without blanks between its words, such as Japanese, has marks inside of them.
const spaced = { before: /[\p{Script=Latin}\p{N}]$/u, after: /^[\p{Script=Latin}\p{N}]/u }

/** Whether marks opens or closes where they stand: `snake_case` and `2*3*4` have no emphasis. */
function flanks(text: string, marks: string, at: number): { opens: boolean; closes: boolean } {
  const end = at + marks.length
  const before = text.slice(Math.max(0, at - 2), at)
  const after = text.slice(end, end + 2)
  const word = marks.startsWith('_') ? words : marks === '*' ? spaced : undefined
  return {
    opens: /^\S/u.test(after) && word?.before.test(before) !== true,
    closes: /\S$/u.test(before) && word?.after.test(after) !== true,
  }
}

/** The addresses in a text and where they start; none reaches over the middle of `[words](target)`. */
function* addressesIn(text: string): Generator<{ start: number; text: string; href: string }> {
  let start = 0
  for (const piece of text.split('](')) {
    for (const part of linkify(piece)) {
      if (part.kind === 'link') {
        yield { start, text: part.text, href: part.href }
      }
      start += part.text.length
    }
    start += 2
  }
}

/** Cuts a text into tokens, in one pass. Code binds tightest, then addresses, then links. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  const brackets: { readonly token: number; readonly at: number }[] = []
  const codes = codeClosers(text)
  const parens = parenClosers(text)
  let lastAddress = -1
  /** Where the text begins that is in no token yet. */
  let from = 0
  const put = (at: number, token?: Token, next = at): void => {
    if (at > from) {
      tokens.push({ kind: 'text', text: text.slice(from, at) })
    }
    if (token !== undefined) {
      tokens.push(token)
    }
    from = next
  }
  const runAt = (at: number): string => {
    run.lastIndex = at
    return run.exec(text)?.[0] ?? ''
  }
  /** Makes a link of what stands since the last open bracket; returns where it ends. */
  const closeLink = (at: number): number | undefined => {
    const bracket = brackets.pop()
    const end = text.charAt(at + 1) === '(' ? parens.get(at + 1) : undefined
    const href = end === undefined ? undefined : targetOf(text.slice(at + 2, end))
    if (bracket === undefined || end === undefined || href === undefined) {
      return undefined
    }
    put(at)
    // Words that are another address would deceive.
    const inner = lastAddress > bracket.token ? tokens[lastAddress] : undefined
    const isOnlyAddress = inner?.kind === 'address' && tokens.length === bracket.token + 2
    if (
      (inner === undefined || (isOnlyAddress && inner.href === href)) &&
      isVisible(text.slice(bracket.at + 1, at))
    ) {
      tokens[bracket.token] = { kind: 'link', href }
      put(at, { kind: 'linkEnd' }, end + 1)
      // No link has another inside.
      brackets.length = 0
      return end + 1
    }
    return undefined
  }
  /** Reads what stands at a special character; returns where to go on. */
  const read = (at: number): number => {
    const char = text.charAt(at)
    switch (char) {
      case '\\':
        if (text.startsWith('¯\\_', at - 1)) {
          return at + 2
        }
        if (!/[`*_~[\]]/u.test(text.charAt(at + 1))) {
          return at + 1
        }
        put(at, undefined, at + 1)
        return text.charAt(at + 1) === '`' ? at + 1 + runAt(at + 1).length : at + 2
      case '[':
        put(at)
        brackets.push({ token: tokens.length, at })
        put(at, { kind: 'text', text: char }, at + 1)
        return at + 1
      case '<': {
        const mention = mentionAt(text, at)
        if (mention !== undefined) {
          put(at, { kind: 'mention', id: mention.id }, mention.end)
        }
        return mention?.end ?? at + 1
      }
      case ']':
        return closeLink(at) ?? at + 1
      default: {
        const marks = runAt(at)
        const end = at + marks.length
        if (char === '`') {
          const closer = codes.get(at)
          if (closer === undefined) {
            return end
          }
          put(at, { kind: 'code', text: codeOf(text.slice(end, closer)) }, closer + marks.length)
          return from
        }
        const found = marksOf[marks]
        if (found !== undefined) {
          put(at, { kind: 'mark', mark: found[0], twin: found[1], ...flanks(text, marks, at) }, end)
        }
        return end
      }
    }
  }

  let at = 0
  let nextSpecial = -1
  const readUntil = (end: number): void => {
    while (at < end) {
      if (nextSpecial < at) {
        special.lastIndex = at
        nextSpecial = special.exec(text)?.index ?? text.length
      }
      at = nextSpecial < end ? read(nextSpecial) : end
    }
  }
  for (const { start, text: written, href } of addressesIn(text)) {
    readUntil(start)
    // Not where code or the target of a link reaches over it.
    if (at === start) {
      put(at, { kind: 'address', text: written, href }, at + written.length)
      lastAddress = tokens.length - 1
      at = from
    }
  }
  readUntil(text.length)
  put(text.length)
  return tokens
}
