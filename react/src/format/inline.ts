import { piecesOf } from './emphasis.js'
import { tokensOf, type Mark } from './tokens.js'
import type { Inline } from './tree.js'

const kinds: Readonly<Record<Mark, 'strong' | 'em' | 'del'>> = {
  '*': 'em',
  '**': 'strong',
  _: 'em',
  __: 'strong',
  '~~': 'del',
}

/** Reads what stands in the lines of a paragraph. */
export function inlineOf(text: string): readonly Inline[] {
  const around: Inline[][] = []
  let into: Inline[] = []
  let isInLink = false
  const write = (words: string): void => {
    const last = into.at(-1)
    if (last?.kind === 'text') {
      into[into.length - 1] = { kind: 'text', text: last.text + words }
    } else {
      into.push({ kind: 'text', text: words })
    }
  }
  const enter = (children: Inline[], node: Inline): void => {
    into.push(node)
    around.push(into)
    into = children
  }
  const leave = (): void => {
    into = around.pop() ?? into
  }
  for (const piece of piecesOf(tokensOf(text))) {
    switch (piece.kind) {
      case 'text':
        write(piece.text)
        break
      case 'code':
      case 'mention':
        into.push(piece)
        break
      case 'address':
        if (isInLink) {
          write(piece.text)
        } else {
          const { text: written, href } = piece
          into.push({
            kind: 'link',
            href,
            named: false,
            children: [{ kind: 'text', text: written }],
          })
        }
        break
      case 'open': {
        const children: Inline[] = []
        enter(children, { kind: kinds[piece.mark], children })
        break
      }
      case 'link': {
        const children: Inline[] = []
        enter(children, { kind: 'link', href: piece.href, named: true, children })
        isInLink = true
        break
      }
      case 'linkEnd':
        leave()
        isInLink = false
        break
      case 'close':
        leave()
        break
    }
  }
  return into
}
