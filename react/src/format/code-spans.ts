/**
 * Where each run of backticks is closed: by the next run of the same length in its line. One pass
 * from the end, so that a text of nothing but runs takes no longer than any other.
 */
export function codeClosers(text: string): ReadonlyMap<number, number> {
  const closers = new Map<number, number>()
  const nextOfLength = new Map<number, number>()
  const runs = [...text.matchAll(/`+|\n/gu)]
  for (const { 0: run, index } of runs.reverse()) {
    if (run === '\n') {
      nextOfLength.clear()
      continue
    }
    const closer = nextOfLength.get(run.length)
    if (closer !== undefined) {
      closers.set(index, closer)
    }
    nextOfLength.set(run.length, index)
  }
  return closers
}

/** Code between its backticks; a blank at both ends is there to keep backticks apart. */
export function codeOf(between: string): string {
  return /^ .*\S.* $/u.test(between) ? between.slice(1, -1) : between
}
