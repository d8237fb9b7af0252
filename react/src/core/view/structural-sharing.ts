/** Whether two lists hold the same elements in the same order. */
export function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((element, at) => Object.is(element, b[at]))
}

/** Returns `before` if `after` holds the same elements, so that references last. */
export function keepList<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return sameList(before, after) ? before : after
}

/** Whether two objects have the same fields; lists within them count by their elements. */
export function sameFields(a: object, b: object): boolean {
  const left = new Map<string, unknown>(Object.entries(a))
  const right = Object.entries(b)
  return (
    left.size === right.length &&
    right.every(([name, value]) => left.has(name) && sameValue(left.get(name), value))
  )
}

function sameValue(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (Array.isArray(a) && Array.isArray(b) && sameList(a, b))
}

/** Remembers the last result of `compute` for as long as its inputs stay the same. */
export function memo<A extends readonly unknown[], R>(
  compute: (...inputs: A) => R,
): (...inputs: A) => R {
  let last: { readonly inputs: A; readonly result: R } | undefined
  return (...inputs) => {
    if (last === undefined || !sameList(last.inputs, inputs)) {
      last = { inputs, result: compute(...inputs) }
    }
    return last.result
  }
}
