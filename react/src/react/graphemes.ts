/** A letter with what is written on it; what languages do beyond that needs the segmenter. */
const letterWithMarks = /\P{M}\p{M}*/gu

/** The characters of a text as people count them: an emoji, a syllable or an accented letter is one. */
export function graphemesOf(text: string): readonly string[] {
  if (typeof Intl.Segmenter !== 'function') {
    return text.match(letterWithMarks) ?? []
  }
  // Where a character ends is the same in every language.
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
