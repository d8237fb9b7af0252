'use client'

import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { plainText } from '../format/index.js'
import {
  uiDefaults,
  plainName,
  useCurrentUser,
  useMentionedName,
  useMessageSearch,
  useRoom,
  useRoomActions,
  useRoomId,
  type FoundMessage,
  type MessageSearch,
} from '../react/index.js'
import { Avatar } from './avatar.js'
import { CrossIcon, SearchIcon } from './icons.js'
import { goal } from './list-keys.js'
import { useRoomUi } from './room-ui.js'
import { Failure } from './states.js'
import { useReason } from './use-reason.js'

/** Stands between the parts of an excerpt while its formatting is read. */
const seam = '\uE000'

/** The parts of an excerpt without the marks of formatting, unless they are lost among these. */
function plainParts(
  excerpt: readonly string[],
  nameOf: (id: string | undefined) => string,
): readonly string[] {
  const plain = plainText(excerpt.join(seam), nameOf).split(seam)
  return plain.length === excerpt.length ? plain : excerpt
}

function Excerpt(props: { readonly parts: readonly string[] }): ReactNode {
  const { labels } = useRoomUi()
  return plainParts(props.parts, useMentionedName(labels.somebody)).map((part, at) =>
    at % 2 === 1 ? (
      <mark key={at} className="cr-mark">
        {part}
      </mark>
    ) : (
      part
    ),
  )
}

/** A message that was found; pressing it leads there. */
function Result(props: {
  readonly found: FoundMessage
  readonly isStop: boolean
  readonly onFocus: () => void
  readonly onGo: (id: string) => void
}): ReactNode {
  const { message, author, excerpt } = props.found
  const { formats, nameOrYou } = useRoomUi()
  const me = useCurrentUser()
  return (
    <li className="cr-found">
      <button
        type="button"
        className="cr-found-button"
        tabIndex={props.isStop ? 0 : -1}
        onFocus={props.onFocus}
        onClick={() => {
          props.onGo(message.id)
        }}
      >
        <Avatar person={author} size="small" />
        <span className="cr-found-lines">
          <span className="cr-found-top">
            <bdi className="cr-found-author">{nameOrYou(author, author.id === me.id)}</bdi>{' '}
            <time
              className="cr-found-time"
              dateTime={message.createdAt}
              title={formats.moment(message.createdAt)}
            >
              {formats.when(message.createdAt)}
            </time>
          </span>
          <span className="cr-found-text" dir="auto">
            <Excerpt parts={excerpt} />
          </span>
        </span>
      </button>
    </li>
  )
}

/** What a search has come to, where there are no results to show. */
function Outcome(props: { readonly search: MessageSearch }): ReactNode {
  const { phase, error, retry } = props.search
  const { labels } = useRoomUi()
  const reason = useReason()
  if (phase === 'failed') {
    return (
      <Failure
        labels={labels}
        title={labels.searchFailed}
        reason={error === undefined ? undefined : reason(error)}
        retry={retry}
      />
    )
  }
  return (
    <div className="cr-state">
      {phase !== 'searching' && (
        <>
          <span className="cr-state-icon">
            <SearchIcon />
          </span>
          <p className={phase === 'idle' ? 'cr-state-text' : 'cr-state-title'}>
            {phase === 'idle' ? labels.searchHint : labels.searchEmpty}
          </p>
        </>
      )}
    </div>
  )
}

export interface SearchPanelProps {
  readonly onClose: () => void
  /** Called when a message was gone to that the panel covers. */
  readonly onCovered: () => void
}

/** Searches the messages of the room, beside them or, in a narrow room, over them. */
export function SearchPanel(props: SearchPanelProps): ReactNode {
  const { labels } = useRoomUi()
  const { room } = useRoom()
  const { around } = useRoomActions()
  const [query, setQuery] = useState('')
  const search = useMessageSearch({ query, roomId: useRoomId() })
  const [stop, setStop] = useState(0)
  const [hasFailed, setFailed] = useState(false)
  const panelRef = useRef<HTMLDivElement>(null)
  const inputRef = useRef<HTMLInputElement>(null)
  useEffect(() => {
    inputRef.current?.focus({ preventScroll: true })
  }, [])
  const { phase, results, hasMore, isLoadingMore } = search
  const name = plainName(room?.name ?? '')
  const status =
    phase === 'searching'
      ? labels.searching
      : phase === 'ready'
        ? results.length === 0
          ? labels.searchEmpty
          : labels.searchCount(results.length, hasMore)
        : ''

  const go = (id: string): void => {
    setFailed(false)
    const panel = panelRef.current
    const isCovering =
      panel !== null && panel.offsetWidth >= (panel.parentElement?.clientWidth ?? 0)
    around(id).then(
      () => {
        if (isCovering) {
          props.onCovered()
        }
      },
      () => {
        setFailed(true)
      },
    )
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      props.onClose()
      return
    }
    const stops = [
      inputRef.current,
      ...event.currentTarget.querySelectorAll<HTMLElement>('.cr-found-button'),
    ]
    const at = stops.findIndex((element) => element === document.activeElement)
    const next = at === -1 ? undefined : stopAfter(event.key, at, stops.length)
    if (next !== undefined) {
      event.preventDefault()
      stops[next]?.focus()
    }
  }
  return (
    <div
      ref={panelRef}
      role="search"
      aria-label={labels.search}
      className="cr-search"
      onKeyDown={onKeyDown}
    >
      <div className="cr-search-bar">
        <span className="cr-search-field">
          <SearchIcon />
          <input
            ref={inputRef}
            type="search"
            className="cr-search-input"
            dir="auto"
            enterKeyHint="search"
            maxLength={uiDefaults.maxQuery}
            aria-label={labels.search}
            placeholder={labels.searchPlaceholder(name === '' ? undefined : name)}
            value={query}
            onChange={({ target }) => {
              setQuery(target.value)
              setStop(0)
            }}
          />
          {query !== '' && (
            <button
              type="button"
              className="cr-icon-button"
              aria-label={labels.clearSearch}
              onClick={() => {
                setQuery('')
                inputRef.current?.focus()
              }}
            >
              <CrossIcon />
            </button>
          )}
        </span>
        <button type="button" className="cr-link-button" onClick={props.onClose}>
          {labels.close}
        </button>
      </div>
      <p
        className={results.length > 0 || phase === 'searching' ? 'cr-search-status' : 'cr-hidden'}
        role="status"
      >
        {status}
      </p>
      {hasFailed && (
        <p className="cr-problem" role="alert">
          {labels.jumpFailed}
        </p>
      )}
      {results.length === 0 ? (
        <Outcome search={search} />
      ) : (
        <div className="cr-search-results">
          <ul className="cr-found-list" aria-label={labels.searchResults} role="list">
            {results.map((found, at) => (
              <Result
                key={found.message.id}
                found={found}
                isStop={at === stop}
                onFocus={() => {
                  setStop(at)
                }}
                onGo={go}
              />
            ))}
          </ul>
          {search.error !== undefined && (
            <p className="cr-problem" role="alert">
              {labels.searchFailed}
            </p>
          )}
          {hasMore && (
            <button
              type="button"
              className="cr-plain-button cr-search-more"
              disabled={isLoadingMore}
              onClick={search.loadMore}
            >
              {labels.searchMore}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** Where a key leads from the stop at `at`; the first one is the field, where Home and End are its own. */
function stopAfter(key: string, at: number, count: number): number | undefined {
  const isOfText = key === 'Home' || key === 'End'
  if (at === 0 && isOfText) {
    return undefined
  }
  return key === 'Home' ? 1 : goal(key, at, count)
}
