'use client'

import { memo, type NamedExoticComponent, type ReactNode } from 'react'
import { linkify } from './linkify.js'

interface MessageTextProps {
  readonly text: string
}

/** What somebody wrote: plain text with links, never markup. */
export const MessageText: NamedExoticComponent<MessageTextProps> = memo(function MessageText(
  props: MessageTextProps,
): ReactNode {
  let at = 0
  return linkify(props.text).map((part) => {
    const key = at
    at += part.text.length
    return part.kind === 'text' ? (
      part.text
    ) : (
      <a
        key={key}
        className="cr-link"
        // Addresses run from left to right, and what is in them turns nothing around them.
        dir="ltr"
        href={part.href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        tabIndex={-1}
      >
        {part.text}
      </a>
    )
  })
})
