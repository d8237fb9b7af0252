import { isCount, isFields, type Fields } from '../wire/values.js'

/** What is wrong with what an app passed, for its developer. */
export type Complain = (what: string) => void

/** Reads an id; `undefined` for what is none. */
export function readId(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return `${value}`
  }
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Reads a whole number from 0, which may be written as text, as those of a `bigint` are. */
export function readCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return isCount(number) ? number : undefined
}

/** Reads a time as text; `undefined` for what is none. */
export function readTime(value: unknown): string | undefined {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString()
  }
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Returns the first of `names` that holds more than blanks. */
export function firstText(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name]
    if (typeof value === 'string' && value.trim() !== '') {
      return value
    }
  }
  return undefined
}

/** Returns the rows of what should be a list of them; what is no row is left out, and said. */
export function rowsOf(value: unknown, name: string, complain: Complain): readonly Fields[] {
  if (value == null) {
    return []
  }
  if (!Array.isArray(value)) {
    complain(`${name} is no list; pass the rows of a select, "data" and not its whole answer`)
    return []
  }
  return value.filter((row: unknown, at): row is Fields => {
    if (!isFields(row)) {
      complain(`${name}[${at}] is no row and is left out`)
    }
    return isFields(row)
  })
}
