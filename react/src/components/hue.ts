/** How many colours people are told apart by; the sheet has one `data-hue` for each. */
export const hueCount = 12

/** The same colour number for the same id, on every device: 0 to 11. */
export function hueOf(id: string): number {
  let hash = 2166136261
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 16777619)
  }
  return (hash >>> 0) % hueCount
}
