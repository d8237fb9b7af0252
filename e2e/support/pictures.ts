import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

/** Nobody sees it: eight of 255 levels of grey. What is drawn in another order may be rounded otherwise. */
const unseen = 0.03

/** Whether a person would take one picture for the other. */
export function looksTheSame(one: Buffer, other: Buffer): boolean {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)]
  return (
    a.width === b.width &&
    a.height === b.height &&
    pixelmatch(a.data, b.data, undefined, a.width, a.height, {
      threshold: unseen,
      includeAA: true,
    }) === 0
  )
}
