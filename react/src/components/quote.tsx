'use client'

import { useState, type FunctionComponent } from 'react'
import { plainText } from '../format/index.js'
import { useMentionedName, useRoomActions } from '../react/index.js'
import { hueOf } from './hue.js'
import { useRoomUi } from './room-ui.js'
import { replaceable, type SlotProps } from './slots.js'

/** What a reply answers; pressing it leads there. */
export const QuoteLine: FunctionComponent<SlotProps['Quote']> = replaceable('Quote', (props) => {
  const { id, message, author, own, isGone } = props.quote
  const { labels, nameOrYou } = useRoomUi()
  const mentionedName = useMentionedName(labels.somebody)
  const { around } = useRoomActions()
  const [hasFailed, setHasFailed] = useState(false)
  if (message === undefined || author === undefined) {
    return (
      <p className="cr-quoted" data-empty="true">
        {isGone ? labels.quoteGone : labels.quoteLoading}
      </p>
    )
  }
  const isDeleted = message.deletedAt !== undefined
  const text = isDeleted ? labels.deleted : plainText(message.content, mentionedName)
  const go = (): void => {
    setHasFailed(false)
    around(id).catch(() => {
      setHasFailed(true)
    })
  }
  return (
    <button
      type="button"
      className="cr-quoted"
      data-hue={hueOf(author.id)}
      data-empty={isDeleted || undefined}
      tabIndex={-1}
      onClick={go}
    >
      <span className="cr-hidden">{labels.inReplyTo} </span>
      <span className="cr-quoted-author">
        <bdi>{nameOrYou(author, own)}</bdi>
      </span>
      <span className="cr-quoted-text" dir="auto" role={hasFailed ? 'alert' : undefined}>
        {hasFailed ? labels.jumpFailed : text}
      </span>
    </button>
  )
})
