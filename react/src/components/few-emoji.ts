import { graphemesOf } from '../react/index.js'

const emoji =
  /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2}|[\d#*]\ufe0f?\u20e3)(?:\p{Emoji}|\p{M}|\u200d|[\u{e0020}-\u{e007f}])*$/u

/** Longer than three of the longest emoji that there are. */
const maxLength = 120

/** Whether a message is one to three emoji and nothing else. */
export function isFewEmoji(text: string): boolean {
  const shown = text.trim()
  // Most messages begin with a letter, and none of them is taken apart.
  if (shown.length > maxLength || !/^[\p{Emoji}\p{Regional_Indicator}]/u.test(shown)) {
    return false
  }
  const all = graphemesOf(shown).filter((one) => one.trim() !== '')
  return all.length <= 3 && all.every((one) => emoji.test(one))
}
