/** Marks that set or turn the direction of what follows, for use in a class of a pattern. */
export const directionMarks = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'

/** Characters that draw nothing: blanks, controls, marks of direction and joining, fillers. */
const unseen = /[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Whether anything of a text is seen at all. */
export function isVisible(text: string): boolean {
  return text.replace(unseen, '') !== ''
}

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
