/** Characters that steer the direction of what follows, or that no reader should meet: not part of a text. */
const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/**
 * Sets a text by somebody apart from the sentence it is put into, so that neither its direction nor
 * what it contains turns the sentence round. A text of nothing stays empty.
 */
export function isolate(text: string): string {
  const plain = text.replaceAll(steering, ' ').trim()
  return plain === '' ? '' : `\u2068${plain}\u2069`
}
