import { codeClosers } from './code-spans.js'
import { fenceAt } from './fence.js'

type Replace = (words: string) => string

function replaceInLine(line: string, replace: Replace): string {
  const closers = codeClosers(line)
  let from = 0
  let done = ''
  for (const [opener, closer] of [...closers].sort(([a], [b]) => a - b)) {
    if (opener >= from) {
      const end = closer + (/^`+/u.exec(line.slice(closer))?.[0].length ?? 0)
      done += replace(line.slice(from, opener)) + line.slice(opener, end)
      from = end
    }
  }
  return done + replace(line.slice(from))
}

/** Replaces what stands outside of code; `replace` gets no more than a line at once. */
export function replaceOutsideCode(text: string, replace: Replace): string {
  const lines = text.split('\n')
  // Blocks of code may stand in quotes and lists.
  const bare = lines.map((line) => line.replace(/^[\s>]*(?:[-*] +)?/u, ''))
  const done: string[] = []
  while (done.length < lines.length) {
    const at = done.length
    const fence = fenceAt(bare, at)
    if (fence === undefined) {
      done.push(replaceInLine(lines[at] ?? '', replace))
    } else {
      done.push(...lines.slice(at, fence.end))
    }
  }
  return done.join('\n')
}
