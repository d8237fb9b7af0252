'use client'

import type { ClipboardEvent } from 'react'
import { withNames } from '../format/index.js'
import { useMentionedName, type TimelineRow } from '../react/index.js'
import { markedMessages } from './marked-messages.js'
import { useRoomUi } from './room-ui.js'

/** Returns what copies several messages together: of each, who wrote it, when and what. */
export function useCopyMessages(
  rows: readonly TimelineRow[],
): (event: ClipboardEvent<HTMLElement>) => void {
  const { labels, formats, nameOf } = useRoomUi()
  const mentionedName = useMentionedName(labels.somebody)
  return (event) => {
    const marked = markedMessages(event.currentTarget, getSelection())
    if (marked.length < 2) {
      return
    }
    const texts = marked.flatMap(({ key, part }) => {
      const row = rows.find((each) => each.key === key)
      if (row?.kind !== 'message') {
        return []
      }
      const { author, message } = row
      const text =
        part ??
        (message.deletedAt === undefined
          ? withNames(message.content, mentionedName)
          : labels.deleted)
      return labels.copiedMessage(nameOf(author), formats.moment(message.createdAt), text)
    })
    event.clipboardData.setData('text/plain', texts.join('\n\n'))
    event.preventDefault()
  }
}
