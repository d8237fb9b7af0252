import { toUtc } from '../time/instant.js'

/** Whatever JSON object came in. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether `value` is a place or number in a log: a whole number from 0. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Returns those of `names` that hold a text; the others are left out. */
export function texts<K extends string>(
  fields: Fields,
  names: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {}
  for (const name of names) {
    const value = fields[name]
    if (typeof value === 'string') {
      found[name] = value
    }
  }
  return found
}

/** Returns those of `names` that hold a time, in UTC; the others are left out. */
export function times<K extends string>(
  fields: Fields,
  names: readonly K[],
): Partial<Record<K, string>> {
  const found = texts(fields, names)
  for (const name of names) {
    const time = found[name]
    if (time !== undefined) {
      found[name] = toUtc(time)
    }
  }
  return found
}

/** Returns what `read` makes of each element; `undefined` when `value` is no list or one fails. */
export function listOf<T>(
  value: unknown,
  read: (element: unknown) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value)) {
    return undefined
  }
  const list: T[] = []
  for (const element of value) {
    const item = read(element)
    if (item === undefined) {
      return undefined
    }
    list.push(item)
  }
  return list
}
