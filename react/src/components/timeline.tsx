'use client'

import { useMemo, type ReactNode, type Ref, useImperativeHandle, useRef } from 'react'
import {
  isolate,
  useMessageList,
  useRoom,
  useUnread,
  type MorePages,
  type PlacedRow,
} from '../react/index.js'
import { DownIcon } from './icons.js'
import { MessageItem } from './message-item.js'
import { useCopyMessages } from './use-copy-messages.js'
import { useRoomUi } from './room-ui.js'
import { EmptyState } from './states.js'
import { DateItem, NoticeItem, UnreadItem } from './timeline-separators.js'

/** What a parent may ask of the timeline. */
export interface TimelineHandle {
  readonly scrollToLatest: () => void
}

function Row(props: {
  readonly placed: PlacedRow
  readonly position: number
  readonly setSize: number
  readonly isActive: boolean
}): ReactNode {
  const { row } = props.placed
  switch (row.kind) {
    case 'message':
      return (
        <MessageItem
          row={row}
          position={props.position}
          setSize={props.setSize}
          isActive={props.isActive}
        />
      )
    case 'notice':
      return <NoticeItem row={row} />
    case 'date':
      return <DateItem date={row.date} />
    case 'unread':
      return <UnreadItem />
  }
}

/** The conversation: windowed, held by its end, older pages on the way up. */
export function Timeline({
  handleRef,
  onLeave,
}: {
  readonly handleRef: Ref<TimelineHandle>
  /** Where Escape goes. */
  readonly onLeave: () => void
}): ReactNode {
  'use no memo'
  const { labels } = useRoomUi()
  const { room } = useRoom()
  const unread = useUnread()
  const scrollerRef = useRef<HTMLDivElement>(null)
  const list = useMessageList(scrollerRef, onLeave)
  const { rows, placed, windowed, scrollToLatest } = list
  const onCopy = useCopyMessages(rows)
  useImperativeHandle(handleRef, () => ({ scrollToLatest }), [scrollToLatest])
  const positions = useMemo(() => {
    let count = 0
    return rows.map((row) => (row.kind === 'message' ? ++count : count))
  }, [rows])
  const total = positions.at(-1) ?? 0
  // A message below the edge is worth a word however near it is.
  const offersEnd = list.isFar || (unread > 0 && !list.atEnd)
  return (
    <div className="cr-timeline">
      <div
        ref={scrollerRef}
        className="cr-scroller"
        role="log"
        aria-live="off"
        aria-label={labels.timeline}
        aria-busy={list.older.isLoading || list.newer.isLoading}
        data-windowed={windowed}
        tabIndex={list.activeKey === undefined ? 0 : -1}
        onKeyDown={list.onKeyDown}
        onFocus={list.onFocus}
        onBlur={list.onBlur}
        onCopy={onCopy}
      >
        {total === 0 && !list.older.isThere && <EmptyState room={room && isolate(room.name)} />}
        <div className="cr-list" style={windowed ? { height: list.height } : undefined}>
          {placed.map((item) => (
            <div
              key={item.row.key}
              ref={windowed ? list.measure : undefined}
              className="cr-row"
              data-index={item.index}
              data-highlighted={item.row.key === list.highlightedKey || undefined}
              style={windowed ? { transform: `translateY(${item.start}px)` } : undefined}
            >
              <Row
                placed={item}
                position={positions[item.index] ?? 0}
                setSize={list.older.isThere || list.newer.isThere ? -1 : total}
                isActive={item.row.key === list.activeKey}
              />
            </div>
          ))}
        </div>
      </div>
      <OlderPages pages={list.older} isAsked={!list.windowed} isNear={list.atStart} />
      <NewerPages pages={list.newer} />
      {offersEnd && (
        <button type="button" className="cr-jump" data-unread={unread > 0} onClick={scrollToLatest}>
          <DownIcon />
          <span className={unread > 0 ? undefined : 'cr-hidden'}>
            {labels.jumpToLatest(unread)}
          </span>
        </button>
      )}
    </div>
  )
}

interface PagesProps {
  readonly pages: MorePages
}

/** Says that earlier messages are on their way, or offers them where scrolling cannot ask. */
function OlderPages(
  props: PagesProps & { readonly isAsked: boolean; readonly isNear: boolean },
): ReactNode {
  const { labels } = useRoomUi()
  const { pages, isAsked, isNear } = props
  if (pages.isLoading) {
    return !isNear ? null : (
      <p className="cr-older" data-busy="true">
        <span className="cr-spinner" aria-hidden="true" />
        {labels.loadingOlder}
      </p>
    )
  }
  if (!pages.isThere || !(isAsked || pages.hasFailed)) {
    return null
  }
  return (
    <p className="cr-older">
      {pages.hasFailed && <span>{labels.loadOlderFailed}</span>}
      <button type="button" className="cr-link-button" onClick={pages.load}>
        {pages.hasFailed ? labels.tryAgain : labels.loadOlder}
      </button>
    </p>
  )
}

/** Says that later messages could not be had; the way to the latest stands below in any case. */
function NewerPages(props: PagesProps): ReactNode {
  const { labels } = useRoomUi()
  const { pages } = props
  return !pages.isThere || !pages.hasFailed ? null : (
    <p className="cr-newer">
      <span>{labels.loadNewerFailed}</span>
      <button type="button" className="cr-link-button" onClick={pages.load}>
        {labels.tryAgain}
      </button>
    </p>
  )
}
