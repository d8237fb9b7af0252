'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import {
  type ChatError,
  type FoundMessage,
  type FoundMessages,
  type MessageQuery,
} from '../core/index.js'
import { toChatError } from '../core/chat-error.js'
import { useNearestClient } from './room-provider.js'
import { useEvent } from './use-event.js'
import { uiDefaults } from './ui-defaults.js'

/** What a search has come to. */
export interface MessageSearch {
  /**
   * `idle` while there is nothing to look for; `searching` until the first page is there, with what was found before
   * until then.
   */
  readonly phase: 'idle' | 'searching' | 'ready' | 'failed'
  /** The newest and best first. */
  readonly results: readonly FoundMessage[]
  /** Why the search, or its next page, failed. */
  readonly error: ChatError | undefined
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  /** Loads the next page. */
  readonly loadMore: () => void
  /** Searches again, after a failure. */
  readonly retry: () => void
}

interface Found extends FoundMessages {
  /** The search that this is the result of. */
  readonly of: string
  readonly phase: MessageSearch['phase']
  readonly error?: ChatError | undefined
  readonly isLoadingMore?: boolean
}

const nothing: Found = { of: '', phase: 'idle', results: [] }

/**
 * Searches messages of one room, or of all that the reader is in, a moment after the query was last changed. Works
 * inside a room and below a provider.
 */
export function useMessageSearch(search: Omit<MessageQuery, 'cursor'>): MessageSearch {
  const client = useNearestClient()
  const { roomId, authorId, from, until, limit } = search
  const query = search.query.trim()
  const [attempt, setAttempt] = useState(0)
  const key =
    query === '' ? '' : JSON.stringify([query, roomId, authorId, from, until, limit, attempt])
  const [newest, setNewest] = useState(nothing)
  /** Ends what the newest search still waits for. */
  const current = useRef(new AbortController())

  const load = useEvent((cursor?: string) => {
    const { signal } = current.current
    const settle = (next: (before: Found) => Omit<Found, 'of'>): void => {
      if (!signal.aborted) {
        setNewest((before) => ({ ...next(before), of: key }))
      }
    }
    client.search({ query, roomId, authorId, from, until, limit, cursor }, signal).then(
      (page) => {
        settle(({ results }) => ({
          ...page,
          phase: 'ready',
          results: cursor === undefined ? page.results : [...results, ...page.results],
        }))
      },
      (thrown: unknown) => {
        const error = toChatError('search', thrown)
        settle((before) => {
          if (error.hint === 'query_needed') {
            return nothing
          }
          return cursor === undefined
            ? { phase: 'failed', results: [], error }
            : { ...before, error, isLoadingMore: false }
        })
      },
    )
  })

  useEffect(() => {
    if (key === '') {
      return undefined
    }
    const stop = new AbortController()
    current.current = stop
    const timer = setTimeout(() => {
      load()
    }, uiDefaults.searchDebounce)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [load, client, key])

  const retry = useCallback(() => {
    setAttempt((before) => before + 1)
  }, [setAttempt])
  const isNewest = newest.of === key
  const found = key === '' ? nothing : newest
  const { results, error, cursor, isLoadingMore = false } = found
  return {
    phase: isNewest || key === '' ? found.phase : 'searching',
    results,
    error,
    hasMore: isNewest && cursor !== undefined,
    isLoadingMore,
    loadMore: useEvent(() => {
      if (isNewest && cursor !== undefined && !isLoadingMore) {
        setNewest((before) => ({ ...before, error: undefined, isLoadingMore: true }))
        load(cursor)
      }
    }),
    retry,
  }
}
