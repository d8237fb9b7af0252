import type { Mark, Token } from './tokens.js'

type MarkToken = Extract<Token, { kind: 'mark' }>

/** A token, or what a mark turned out to be. */
export type Piece =
  | Exclude<Token, MarkToken>
  | { readonly kind: 'open'; readonly mark: Mark }
  | { readonly kind: 'close' }

const isTwin = (mark: Mark, other: Mark): boolean => other.startsWith(mark.charAt(0))

/**
 * Finds the marks that belong together; the others become text. One pass: of each mark only the last
 * one is still open, so nothing is searched for, and emphasis is no deeper than there are marks.
 */
export function piecesOf(tokens: readonly Token[]): readonly Piece[] {
  const pieces: Piece[] = []
  let open = new Map<Mark, number>()
  let aroundLink = open
  const settle = ({ mark, opens, closes }: MarkToken): void => {
    const opener = closes ? open.get(mark) : undefined
    if (opener !== undefined) {
      const [twin] = [...open].find(([other, at]) => at === opener + 1 && isTwin(mark, other)) ?? []
      // Opened by one run, so either can be the outer one.
      const inner = twin === undefined ? opener : opener + 1
      pieces[opener] = { kind: 'text', text: twin ?? '' }
      pieces[inner] = { kind: 'open', mark }
      pieces.push({ kind: 'close' })
      // What was opened in between stays as typed: emphasis does not overlap.
      open = new Map([...open].filter(([, at]) => at < opener))
      if (twin !== undefined) {
        open.set(twin, opener)
      }
      return
    }
    if (opens) {
      open.set(mark, pieces.length)
    }
    pieces.push({ kind: 'text', text: mark })
  }
  const opened = (mark: Mark): number => open.get(mark) ?? -1
  tokens.forEach((token) => {
    switch (token.kind) {
      case 'mark': {
        const { twin } = token
        if (twin === undefined) {
          settle(token)
        } else {
          // Of two that end together, the inner ends first.
          const isOuter = opened(twin) > opened(token.mark)
          settle({ ...token, mark: isOuter ? twin : token.mark })
          settle({ ...token, mark: isOuter ? token.mark : twin })
        }
        return
      }
      case 'link':
        aroundLink = open
        open = new Map()
        break
      case 'linkEnd':
        open = aroundLink
        break
      case 'text':
        // A paragraph ends what was left open in it.
        if (/\n[ \t]*\n/u.test(token.text)) {
          open.clear()
        }
        break
      case 'code':
      case 'mention':
      case 'address':
        break
    }
    pieces.push(token)
  })
  return pieces
}
