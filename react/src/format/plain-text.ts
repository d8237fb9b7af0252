import { parse } from './blocks.js'
import type { Block, Inline } from './tree.js'

type NameOf = (id: string | undefined) => string

function wordsOf(children: readonly Inline[], nameOf: NameOf): string {
  return children
    .map((node) => {
      if (node.kind === 'mention') {
        return `@${nameOf(node.id)}`
      }
      return 'children' in node ? wordsOf(node.children, nameOf) : node.text
    })
    .join('')
}

function textOf(blocks: readonly Block[], nameOf: NameOf): string {
  return blocks
    .map((block): string => {
      switch (block.kind) {
        case 'paragraph':
          return wordsOf(block.children, nameOf)
        case 'pre':
          return block.text
        case 'quote':
          return textOf(block.children, nameOf)
        case 'list':
          return block.items
            .map(({ number, children }) => {
              const words = textOf(children, nameOf)
              return number === undefined ? words : `${number}. ${words}`
            })
            .join('\n')
      }
    })
    .join('\n')
}

/**
 * What a message says, without its marks and with names for mentions, as in a list of rooms.
 *
 * @param nameOf names who is mentioned by their id; `undefined` is everybody in the room
 */
export function plainText(content: string, nameOf: (id: string | undefined) => string): string {
  return textOf(parse(content), nameOf)
}
