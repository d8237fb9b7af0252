'use client'

import { useMemo, useSyncExternalStore } from 'react'
import type { Readable } from '../core/index.js'

/** A getter that hands out the previous selection for as long as `equal` calls it the same. */
function selection<T, S>(
  get: () => T,
  select: (value: T) => S,
  equal: (a: S, b: S) => boolean,
): () => S {
  let last: { readonly from: T; readonly chosen: S } | undefined
  return () => {
    const from = get()
    if (last?.from === from) {
      return last.chosen
    }
    const chosen = select(from)
    last = { from, chosen: last !== undefined && equal(last.chosen, chosen) ? last.chosen : chosen }
    return last.chosen
  }
}

/**
 * Renders with a part of `source` and again only when that part changes.
 *
 * @param select pure; best declared outside the component, so that its result is remembered
 * @param equal when two parts count as the same; identity by default
 * @param getInitial the value a server renders and a browser hydrates, always the same; the current
 *   one by default
 */
export function useSelected<T, S>(
  source: Readable<T>,
  select: (value: T) => S,
  equal: (a: S, b: S) => boolean = Object.is,
  getInitial?: () => T,
): S {
  const get = useMemo(() => selection(source.get, select, equal), [source, select, equal])
  const getFirst = useMemo(
    () => (getInitial === undefined ? get : selection(getInitial, select, equal)),
    [get, getInitial, select, equal],
  )
  return useSyncExternalStore(source.subscribe, get, getFirst)
}
