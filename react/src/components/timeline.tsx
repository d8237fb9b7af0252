'use client'

import { useMemo, type ReactNode, type Ref, useImperativeHandle, useRef } from 'react'
import {
  isolate,
  useMessageList,
  useRoom,
  useUnread,
  type MessageList,
  type PlacedRow,
} from '../react/index.js'
import { DownIcon } from './icons.js'
import { MessageItem } from './message-item.js'
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
        aria-busy={list.loadingOlder}
        data-windowed={windowed}
        tabIndex={list.activeKey === undefined ? 0 : -1}
        onKeyDown={list.onKeyDown}
        onFocus={list.onFocus}
        onBlur={list.onBlur}
      >
        {total === 0 && !list.hasOlder && <EmptyState room={room && isolate(room.name)} />}
        <div className="cr-list" style={windowed ? { height: list.height } : undefined}>
          {placed.map((item) => (
            <div
              key={item.row.key}
              ref={windowed ? list.measure : undefined}
              className="cr-row"
              data-index={item.index}
              style={windowed ? { transform: `translateY(${item.start}px)` } : undefined}
            >
              <Row
                placed={item}
                position={positions[item.index] ?? 0}
                setSize={list.hasOlder ? -1 : total}
                isActive={item.row.key === list.activeKey}
              />
            </div>
          ))}
        </div>
      </div>
      <OlderPages list={list} />
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

/** Says that earlier messages are on their way, or offers them where scrolling cannot ask. */
function OlderPages(props: { readonly list: MessageList }): ReactNode {
  const { labels } = useRoomUi()
  const { list } = props
  if (list.loadingOlder) {
    return !list.atStart ? null : (
      <p className="cr-older" data-busy="true">
        <span className="cr-spinner" aria-hidden="true" />
        {labels.loadingOlder}
      </p>
    )
  }
  if (!list.hasOlder || (list.windowed && !list.olderFailed)) {
    return null
  }
  return (
    <p className="cr-older">
      {list.olderFailed && <span>{labels.loadOlderFailed}</span>}
      <button type="button" className="cr-link-button" onClick={list.loadOlder}>
        {list.olderFailed ? labels.tryAgain : labels.loadOlder}
      </button>
    </p>
  )
}
