import { directionMarks, isVisible } from '../format/visible.js'

export { isVisible }

/** Controls, line ends, and the marks that turn the direction of what follows. */
const disruptive = new RegExp(`[\\p{Cc}\\u2028\\u2029${directionMarks}]+`, 'gu')

/** A name as one line that turns nothing round; empty when nothing of it would be seen. */
export function plainName(name: string): string {
  return isVisible(name) ? name.replace(disruptive, ' ').trim() : ''
}

/**
 * A name for the middle of a sentence: whatever direction its letters have, the words around it
 * keep theirs (First Strong Isolate … Pop Directional Isolate). A name of nothing stays empty.
 */
export function isolate(name: string): string {
  const plain = plainName(name)
  return plain === '' ? '' : `\u2068${plain}\u2069`
}
