/** Reads values that came over the wire; what is not as promised is an error with its name. */
export class UnreadableError extends Error {
  constructor(what: string) {
    super(`the server's answer lacks ${what}`)
    this.name = 'UnreadableError'
  }
}

/** An object whose fields are not known yet. */
export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) {
    throw new UnreadableError(what)
  }
  return Object.fromEntries(Object.entries(value))
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') {
    throw new UnreadableError(name)
  }
  return value
}

export function optionalTextOf(fields: Fields, name: string): string | undefined {
  const value = fields[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(fields: Fields, name: string): number {
  const value = Number(fields[name])
  if (!Number.isFinite(value)) {
    throw new UnreadableError(name)
  }
  return value
}

/** Reads each item of a list with `read`. */
export function listOf<T>(value: unknown, what: string, read: (fields: Fields) => T): readonly T[] {
  if (!Array.isArray(value)) {
    throw new UnreadableError(what)
  }
  return value.map((item: unknown) => read(fieldsOf(item, what)))
}
