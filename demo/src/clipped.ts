import { graphemesOf } from '@parley/react'

/** The beginning of a text in so many units, as `maxLength` counts, but never half an emoji. */
export function clipped(text: string, most: number): string {
  let length = 0
  return text.length <= most
    ? text
    : graphemesOf(text)
        .filter((grapheme) => (length += grapheme.length) <= most)
        .join('')
}
