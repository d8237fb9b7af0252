import { addressOf } from './address.js'
import { directionMarks } from './visible.js'

/** A stretch of a message: plain words, or a link that is safe to follow. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

// Bounded repetitions, and no two neighbours that take the same characters: the time is linear.
const label = '[\\p{L}\\p{N}\\p{M}_-]{1,63}'
// A name ends where its script does: what follows “.com” in another script belongs to the sentence.
const top = '(?:[a-z0-9-]{1,63}|(?:(?![a-z0-9_-])[\\p{L}\\p{N}\\p{M}]){1,63})'
const host = `(?:(?:${label}\\.){0,10}${top}|\\[[0-9a-f:.]{2,45}\\])`
// Not in an address: blanks, quotes, the punctuation of other scripts, marks of direction and the unseen.
const foreign =
  '\\u00ab\\u00bb\\u055d\\u055e\\u060c\\u061b\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965\\u104a\\u104b' +
  '\\u1362-\\u1368\\u17d4\\u17d5\\u2018-\\u201f\\u2039\\u203a\\u3000-\\u3003\\u3008-\\u301f\\u30fb' +
  '\\ufe10-\\ufe19\\ufe30-\\ufe6b\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65'
const unseen = `\\p{Cc}\\u00ad\\u200b\\u2028\\u2029\\u2060-\\u2065\\u206a-\\u206f\\ufeff${directionMarks}`
const rest = `(?:[/?#][^\\s<>"\`${foreign}${unseen}]{0,2000})?`
const site = `(?:\\bhttps?://|\\bwww\\.)${host}(?::\\d{1,5})?(?![\\w.:-]{0,300}@)${rest}`
const mailbox = `(?<![\\p{Script=Latin}\\p{M}\\p{N}.+_%@/-])(?:mailto:)?[\\p{Script=Latin}\\p{M}\\p{N}.+_%-]{1,64}@(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,63}(?![\\w@-])`
const candidate = new RegExp(`${site}|${mailbox}`, 'giu')

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Leaves the punctuation that ends a sentence, and brackets opened before the link, outside. */
function trimEnd(link: string): string {
  let end = link.length
  while (end > 0) {
    const last = link.charAt(end - 1)
    const opener = closers[last]
    const inside = link.slice(0, end)
    const unbalanced =
      opener !== undefined && inside.split(opener).length < inside.split(last).length
    if (!unbalanced && !".,;:!?'*_~…".includes(last)) {
      break
    }
    end--
  }
  return link.slice(0, end)
}

/** What is written of an address, with the scheme that everybody leaves out. */
function withScheme(text: string): string {
  return /^(?:https?:|mailto:)/iu.test(text)
    ? text
    : text.toLowerCase().startsWith('www.')
      ? `https://${text}`
      : `mailto:${text}`
}

/** Cuts a text into words and links. Nothing but http, https and mailto ever becomes a link. */
export function linkify(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(candidate)) {
    const shown = trimEnd(match[0])
    const href = addressOf(withScheme(shown))
    if (href === undefined) {
      continue
    }
    if (match.index > from) {
      parts.push({ kind: 'text', text: text.slice(from, match.index) })
    }
    parts.push({ kind: 'link', text: shown, href })
    from = match.index + shown.length
  }
  if (from < text.length) {
    parts.push({ kind: 'text', text: text.slice(from) })
  }
  return parts
}
