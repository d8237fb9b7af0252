import type { Block } from './tree.js'

/** A block and the line after it. */
export interface Found {
  readonly block: Block
  readonly end: number
}

/** How many backticks stand at the end of a line. */
function ticksAtEnd(line: string): number {
  let count = 0
  while (line.endsWith('`', line.length - count)) {
    count++
  }
  return count
}

/**
 * Reads code between lines of three or more backticks; without an end it takes what is left. Its first
 * and last line may stand beside the backticks, as people type it in a hurry.
 */
export function fenceAt(lines: readonly string[], at: number): Found | undefined {
  const [, ticks = '', rest = ''] = /^ {0,3}(`{3,})([^`]*)$/u.exec(lines[at] ?? '') ?? []
  if (ticks === '') {
    return undefined
  }
  const isLanguage = /^[\w+#.-]*\s*$/u.test(rest)
  const code = isLanguage ? [] : [rest]
  let end = at + 1
  for (let isOpen = true; isOpen && end < lines.length; end++) {
    const line = (lines[end] ?? '').trimEnd()
    const closing = ticksAtEnd(line)
    isOpen = closing < ticks.length
    const last = line.slice(0, line.length - closing)
    if (isOpen || last.trim() !== '') {
      code.push(isOpen ? (lines[end] ?? '') : last)
    }
  }
  const language = isLanguage ? rest.trim() : ''
  const text = code.join('\n')
  // One word alone is code, not the language of nothing.
  const isWord = text.trim() === ''
  return isWord && language === ''
    ? undefined
    : {
        block: isWord
          ? { kind: 'pre', language: undefined, text: language }
          : { kind: 'pre', language: language === '' ? undefined : language, text },
        end,
      }
}
