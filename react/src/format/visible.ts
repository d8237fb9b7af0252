/** Marks that set or turn the direction of what follows, for use in a class of a pattern. */
export const directionMarks = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'

/** Characters that draw nothing: blanks, controls, marks of direction and joining, fillers. */
const unseen = /[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Whether anything of a text is seen at all. */
export function isVisible(text: string): boolean {
  return text.replace(unseen, '') !== ''
}
