'use client'

import type { FunctionComponent } from 'react'
import { uiDefaults, useTyping } from '../react/index.js'
import { useRoomUi } from './room-ui.js'
import { replaceable } from './slots.js'

/** Who is typing. Its line is always there, so that nothing moves when it fills. */
export const TypingIndicator: FunctionComponent = replaceable('Typing', () => {
  const { labels, namedIn } = useRoomUi()
  const typing = useTyping()
  return (
    <div className="cr-typing" data-active={typing.length > 0}>
      {typing.length > 0 && (
        <>
          <span className="cr-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          <span className="cr-typing-text">
            {labels.typing(typing.map(namedIn), typing.length > uiDefaults.typingNames)}
          </span>
        </>
      )}
    </div>
  )
})
