'use client'

import { memo, type FunctionComponent } from 'react'
import type { NoticeRow } from '../react/index.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type SlotProps } from './slots.js'

/** How many names a notice spells out. */
const spelledOut = 3

/** That people came or went. */
export const NoticeItem: FunctionComponent<SlotProps['Notice']> = replaceable(
  'Notice',
  memo((props) => {
    const { joined, left, at } = props.row
    const { labels, formats, namedIn } = useRoomUi()
    const tell = (people: NoticeRow['joined'], say: typeof labels.joined): string => {
      const named = people.length === spelledOut + 1 ? people.length : spelledOut
      return say(people.slice(0, named).map(namedIn), Math.max(0, people.length - named))
    }
    const texts = [
      ...(joined.length > 0 ? [tell(joined, labels.joined)] : []),
      ...(left.length > 0 ? [tell(left, labels.left)] : []),
    ]
    return (
      <div className="cr-notice">
        <span>{texts.join(' · ')}</span>
        <time dateTime={at} title={formats.moment(at)}>
          {formats.time(at)}
        </time>
      </div>
    )
  }),
)

/** The day on which what follows was written. */
export const DateItem: FunctionComponent<SlotProps['Day']> = replaceable(
  'Day',
  memo((props) => {
    const { formats } = useRoomUi()
    return (
      <div className="cr-date">
        <time dateTime={props.date}>{formats.day(props.date)}</time>
      </div>
    )
  }),
)

/** The line above the first message not read yet. */
export const UnreadItem: FunctionComponent = replaceable(
  'Unread',
  memo(() => {
    const { labels } = useRoomUi()
    return (
      <div className="cr-unread">
        <span>{labels.newMessages}</span>
      </div>
    )
  }),
)
