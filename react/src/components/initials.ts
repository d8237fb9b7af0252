const firstLetter = (word: string): string => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? ''

/** One or two capitals that stand for a name: “Ada Lovelace” is AL, “grace” is G, “🙂” is “?”. */
export function initialsOf(name: string): string {
  const letters = name
    .trim()
    .split(/\s+/u)
    .map(firstLetter)
    .filter((letter) => letter !== '')
  const chosen = letters.length > 1 ? [letters[0], letters.at(-1)] : letters
  return chosen.join('').toLocaleUpperCase() || '?'
}
