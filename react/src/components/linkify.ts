/** A stretch of a message: plain words, or a link that is safe to follow. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

// Bounded repetitions and no nesting: the time is linear in the length of the text.
const candidate =
  /\bhttps?:\/\/[^\s<>"'`]{1,2000}|\bwww\.[^\s<>"'`]{1,2000}|\bmailto:[^\s<>"'`]{1,320}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu

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
    if (!unbalanced && !'.,;:!?*_~…'.includes(last)) {
      break
    }
    end--
  }
  return link.slice(0, end)
}

function addressOf(text: string): string | undefined {
  const written = /^(?:https?:|mailto:)/iu.test(text)
    ? text
    : text.toLowerCase().startsWith('www.')
      ? `https://${text}`
      : `mailto:${text}`
  if (!URL.canParse(written)) {
    return undefined
  }
  const url = new URL(written)
  const host = url.protocol === 'mailto:' ? url.pathname : url.hostname
  return schemes.has(url.protocol) && host !== '' ? url.href : undefined
}

/** Cuts a text into words and links. Nothing but http, https and mailto ever becomes a link. */
export function linkify(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(candidate)) {
    const shown = trimEnd(match[0])
    const href = addressOf(shown)
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
