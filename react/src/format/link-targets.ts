import { addressOf } from './address.js'

const maxLength = 2000

/** Where each opening bracket of an address is closed; a blank ends every address. */
export function parenClosers(text: string): ReadonlyMap<number, number> {
  const closers = new Map<number, number>()
  const open: number[] = []
  for (const { 0: char, index } of text.matchAll(/[()\s]/gu)) {
    if (char === '(') {
      open.push(index)
    } else if (char === ')') {
      const opener = open.pop()
      if (opener !== undefined) {
        closers.set(opener, index)
      }
    } else {
      open.length = 0
    }
  }
  return closers
}

/** The address of `[words](target)`, if it is whole and safe, and names nobody to sign in as. */
export function targetOf(target: string): string | undefined {
  const isWhole = target.length <= maxLength && /^(?:https?:\/\/|mailto:)/iu.test(target)
  const href = isWhole ? addressOf(target) : undefined
  return href !== undefined && new URL(href).username === '' ? href : undefined
}
