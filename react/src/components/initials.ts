import { graphemesOf } from '../react/index.js'

/** Vowels that Thai and Lao write before the consonant they belong to. */
const leadingVowel = /^[\u0e40-\u0e44\u0ec0-\u0ec4]/u
const letter = /[\p{L}\p{N}]/u
/** Scripts whose letters join: two initials are kept apart so that they are no word. */
const joining = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}]$/u
const nonJoiner = '\u200c'

/** The first letter of a word, whole: with its marks, and as a capital where there is one. */
function firstLetter(word: string): string {
  const graphemes = graphemesOf(word)
  const at = graphemes.findIndex((grapheme) => letter.test(grapheme))
  const first = graphemes[at] ?? ''
  const whole = leadingVowel.test(first) ? first + (graphemes[at + 1] ?? '') : first
  // One letter may have two capitals: ß and SS.
  return leadingVowel.test(whole) ? whole : (graphemesOf(whole.toUpperCase())[0] ?? '')
}

/** One or two capitals that stand for a name: “Ada Lovelace” is AL, “grace” is G, “🙂” is “?”. */
export function initialsOf(name: string): string {
  const letters = name
    // Takes ligatures apart: “ﬁ” is an f and an i.
    .normalize('NFKC')
    .split(/\s+/u)
    .map(firstLetter)
    .filter((first) => first !== '')
  const [first = '?', last = ''] = letters.length > 1 ? [letters[0], letters.at(-1)] : letters
  return last !== '' && joining.test(first) ? first + nonJoiner + last : first + last
}
