import { fenceAt, type Found } from './fence.js'
import { inlineOf } from './inline.js'
import type { Block } from './tree.js'

/** Quotes and lists inside of each other; what is deeper is text. */
const maxDepth = 3

const itemStart = /^( {0,3})(?:[-*]|(0|[1-9]\d{0,8})\.)[ \t]+(?=\S)/u

const indentOf = (line: string): number => line.length - line.trimStart().length

/** Reads a quote: neighbouring lines that begin with `> `. */
function quoteAt(lines: readonly string[], at: number, depth: number): Found | undefined {
  if (!/^ {0,3}> +\S/u.test(lines[at] ?? '')) {
    return undefined
  }
  const inside: string[] = []
  let end = at
  for (; end < lines.length; end++) {
    const [mark] = /^ {0,3}>(?: |$)/u.exec(lines[end] ?? '') ?? []
    if (mark === undefined) {
      break
    }
    inside.push((lines[end] ?? '').slice(mark.length))
  }
  return { block: { kind: 'quote', children: blocksOf(inside, depth + 1) }, end }
}

/** Reads a list of one kind; lines that stand further in belong to the entry above them. */
function listAt(lines: readonly string[], at: number, depth: number): Found | undefined {
  const first = itemStart.exec(lines[at] ?? '')
  if (first === null) {
    return undefined
  }
  const [, indent = '', firstNumber] = first
  const inner = indent.length + 2
  const items: { number: number | undefined; lines: string[] }[] = []
  let end = at
  for (; end < lines.length; end++) {
    const line = (lines[end] ?? '').replace(/^\t+/u, (tabs) => '    '.repeat(tabs.length))
    const item = indentOf(line) < inner ? itemStart.exec(line) : null
    if (item !== null && (item[2] === undefined) === (firstNumber === undefined)) {
      items.push({
        number: item[2] === undefined ? undefined : Number(item[2]),
        lines: [line.slice(item[0].length)],
      })
    } else if (indentOf(line) >= inner && line.trim() !== '') {
      items.at(-1)?.lines.push(line.slice(inner))
    } else {
      break
    }
  }
  return {
    block: {
      kind: 'list',
      ordered: firstNumber !== undefined,
      items: items.map(({ number, lines: own }) => ({
        number,
        children: blocksOf(own, depth + 1),
      })),
    },
    end,
  }
}

/** Takes away the backslash that keeps a line from being a quote or an entry of a list. */
const withoutEscape = (line: string): string =>
  line.replace(/^( {0,3})\\(?=[>-] )/u, '$1').replace(/^( {0,3}\d{1,9})\\(?=\. )/u, '$1')

const isBlank = (line: string | undefined): boolean => line?.trim() === ''

function blocksOf(lines: readonly string[], depth: number): readonly Block[] {
  const blocks: Block[] = []
  let words: string[] = []
  const endParagraph = (): void => {
    if (words.length > 0) {
      blocks.push({ kind: 'paragraph', children: inlineOf(words.join('\n')) })
      words = []
    }
  }
  for (let at = 0; at < lines.length;) {
    const found =
      fenceAt(lines, at) ??
      (depth < maxDepth ? (quoteAt(lines, at, depth) ?? listAt(lines, at, depth)) : undefined)
    const line = lines[at] ?? ''
    if (found !== undefined) {
      // Blocks stand apart without the blank lines around them.
      while (isBlank(words.at(-1))) {
        words.pop()
      }
      endParagraph()
      blocks.push(found.block)
      at = found.end
    } else {
      if (words.length > 0 || blocks.length === 0 || !isBlank(line)) {
        words.push(withoutEscape(line))
      }
      at++
    }
  }
  endParagraph()
  return blocks
}

/**
 * Reads a message: a subset of Markdown, without HTML, headings, pictures and tables. Whatever is not
 * marked up stays as typed. Takes time in proportion to the text, and never throws.
 */
export function parse(text: string): readonly Block[] {
  return blocksOf(text.split(/\r\n?|\n/u), 0)
}
