import { useCallback, useState } from 'react'

/** Numbers by name and their sum. */
export interface Tally {
  readonly total: number
  /** Sets one number; 0 forgets it. */
  readonly count: (name: string, value: number) => void
}

export function useTally(): Tally {
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map())
  const count = useCallback((name: string, value: number) => {
    setCounts((before) => {
      if ((before.get(name) ?? 0) === value) {
        return before
      }
      const next = new Map(before)
      if (value === 0) {
        next.delete(name)
      } else {
        next.set(name, value)
      }
      return next
    })
  }, [])
  const total = [...counts.values()].reduce((sum, value) => sum + value, 0)
  return { total, count }
}
