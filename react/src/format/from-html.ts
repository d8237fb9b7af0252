import { addressOf } from './address.js'
import { plainText } from './plain-text.js'

/** Characters that Unicode leaves free: ends of lines and of paragraphs, until it is known what stands around. */
const line = '\ufdd0'
const paragraph = '\ufdd1'

/** Where line breaks are kept, as in the messages of a room. */
const asTyped = '[style*="white-space: pre"], [style*="white-space-collapse: preserve"]'

const maxDepth = 200
const maxLength = 500_000

const skipped = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'TITLE', 'HEAD', 'BUTTON'])
const lines = new Set(['DIV', 'TR', 'DT', 'DD', 'SECTION', 'ARTICLE', 'HEADER', 'FOOTER', 'FIGURE'])
const paragraphs = new Set(['P', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'TABLE'])

/** Makes line breaks of the boundaries. */
const settle = (text: string): string =>
  text
    .replace(/[ \ufdd0]*\ufdd1[ \ufdd0\ufdd1]*/gu, '\n\n')
    .replace(/ *\ufdd0[ \ufdd0]*/gu, '\n')
    .replace(/^\n+|\s+$/gu, '')

/** Puts marks around what is seen of each line. */
const wrap = (text: string, mark: string): string =>
  text.replace(/[^\n\ufdd0\ufdd1]+/gu, (part) => {
    const seen = part.trim()
    return seen === '' ? part : part.replace(seen, () => mark + seen + mark)
  })

/** Words as they are; what would be read as marks gets backslashes. */
const escaped = (words: string): string =>
  plainText(words, String) === words ? words : words.replace(/[`*_~[\]]/gu, '\\$&')

/** The marks that an element asks for by its name or by its style. */
function marksOf({ tagName, style }: HTMLElement): readonly string[] {
  const { fontWeight, fontStyle } = style
  const isBold =
    fontWeight === ''
      ? /^(?:B|STRONG|H[1-6])$/u.test(tagName)
      : fontWeight.startsWith('bold') || Number(fontWeight) >= 600
  const isItalic = fontStyle === '' ? /^(?:I|EM)$/u.test(tagName) : fontStyle === 'italic'
  return [
    ...(isBold ? ['**'] : []),
    ...(isItalic ? ['*'] : []),
    ...(/^(?:S|DEL|STRIKE)$/u.test(tagName) ? ['~~'] : []),
  ]
}

/** How an item of a list begins. */
const bulletOf = (list: Element, at: number): string =>
  list.tagName === 'OL' ? `${(Number(list.getAttribute('start')) || 1) + at}. ` : '- '

/** Walks a document that is never part of the page. */
class Walk {
  /** Whether anything was found that plain text does not have. */
  isRich = false

  inside(node: Node, marks: readonly string[], depth: number): string {
    return depth > maxDepth
      ? (node.textContent ?? '')
      : [...node.childNodes].map((child) => this.node(child, marks, depth + 1)).join('')
  }

  private node(node: Node, marks: readonly string[], depth: number): string {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = (node.nodeValue ?? '').replace(/[\ufdd0\ufdd1]/gu, '')
      const isAsTyped = node.parentElement?.closest(asTyped) != null
      return escaped(isAsTyped ? words : words.replace(/\s+/gu, ' '))
    }
    if (!(node instanceof HTMLElement) || skipped.has(node.tagName)) {
      return ''
    }
    switch (node.tagName) {
      case 'BR':
        return '\n'
      case 'TD':
      case 'TH':
        return `${this.inside(node, marks, depth).trim()}\t`
      case 'CODE':
      case 'KBD':
      case 'SAMP':
        return this.rich(wrap(node.textContent.replace(/\s+/gu, ' '), '`'))
      case 'PRE':
        return this.rich(this.fence(node))
      case 'BLOCKQUOTE': {
        const quoted = settle(this.inside(node, marks, depth)).replace(/^/gmu, '> ')
        return this.rich(`${line}${quoted}${line}`)
      }
      case 'UL':
      case 'OL':
        return this.rich(`${line}${this.list(node, marks, depth)}${line}`)
      case 'A':
        return this.link(node, marks, depth)
      default:
        return this.marked(node, marks, depth)
    }
  }

  private rich(text: string): string {
    this.isRich = true
    return text
  }

  private fence(node: HTMLElement): string {
    const code = node.textContent.replace(/\n$/u, '')
    return `${line}\`\`\`\n${code}\n\`\`\`${line}`
  }

  private list(list: HTMLElement, marks: readonly string[], depth: number): string {
    let at = 0
    return [...list.children]
      .map((child) => {
        const isItem = child.tagName === 'LI'
        const text = isItem
          ? settle(this.inside(child, marks, depth + 1))
          : settle(this.node(child, marks, depth + 1))
        const bullet = isItem ? bulletOf(list, at++) : '  '
        const [first = '', ...rest] = text.split('\n').filter((each) => each.trim() !== '')
        return [bullet + first, ...rest.map((each) => ' '.repeat(bullet.length) + each)].join('\n')
      })
      .join('\n')
  }

  private link(node: HTMLElement, marks: readonly string[], depth: number): string {
    const href = addressOf(node.getAttribute('href') ?? '')
    const words = this.inside(node, marks, depth)
    const seen = words.trim()
    if (href === undefined || seen === '' || /[\n\ufdd0\ufdd1]/u.test(seen)) {
      return words
    }
    const isBare = [href, href.replace(/\/$/u, ''), href.replace('mailto:', '')].includes(seen)
    const target = href.replaceAll('(', '%28').replaceAll(')', '%29')
    return isBare ? words : this.rich(words.replace(seen, () => `[${seen}](${target})`))
  }

  private marked(node: HTMLElement, marks: readonly string[], depth: number): string {
    const own = marksOf(node).filter((mark) => !marks.includes(mark))
    const inside = this.inside(node, [...marks, ...own], depth)
    const text = own.reduce((words, mark) => this.rich(wrap(words, mark)), inside)
    const edge = paragraphs.has(node.tagName) ? paragraph : lines.has(node.tagName) ? line : ''
    return edge + text + edge
  }
}

/**
 * What rich text says, with the marks that a message may have; undefined when it has nothing that
 * plain text has not. The text is read in a document of its own, which runs and loads nothing.
 */
export function textOfHtml(html: string): string | undefined {
  if (html.length > maxLength) {
    return undefined
  }
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  // An editor of code says how every letter looks, and means none of it.
  const first = body.firstElementChild
  if (first instanceof HTMLElement && first.style.whiteSpace === 'pre') {
    return undefined
  }
  const walk = new Walk()
  const text = settle(walk.inside(body, [], 0))
  return walk.isRich && text !== '' ? text : undefined
}
