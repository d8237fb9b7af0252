import type { MessagesPage } from '../entities.js'
import {
  withDeletion,
  withMessage,
  withNotices,
  withReaction,
  type OutOfWindow,
  type RoomContent,
} from './content.js'
import type { LogState } from './log-state.js'
import { numbered, putMessage } from './messages.js'
import { putReactions } from './reactions.js'

/**
 * Puts a page of history before the window. A page that no longer ends where the window begins is
 * dropped: `beforeSeq` is what it was asked with.
 */
export function takeOlderPage(log: LogState, page: MessagesPage, beforeSeq: number): LogState {
  if (log.stale || log.content.messages[0]?.seq !== beforeSeq) {
    return log
  }
  const { outOfWindow } = log.content
  const content = withNotices(
    {
      ...log.content,
      messages: log.content.messages.reduce(putMessage, numbered(page.messages)),
      hasOlder: page.hasOlder,
      reactions: putReactions(log.content.reactions, page.messages, page.reactions, page.rev),
      outOfWindow: [],
    },
    page.notices,
  )
  return { ...log, content: outOfWindow.reduce(applyOutOfWindow, content) }
}

function applyOutOfWindow(content: RoomContent, change: OutOfWindow): RoomContent {
  if ('emoji' in change) {
    return withReaction(content, change)
  }
  return 'seq' in change ? withMessage(content, change) : withDeletion(content, change)
}
