import type { MessagesPage } from '../entities.js'
import {
  nextPageEnd,
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
 * Puts a page of history before the window, or tells the reactions to messages that are in it. A page
 * that no longer ends where the next one has to is dropped: `beforeSeq` is what it was asked with.
 */
export function takeOlderPage(log: LogState, page: MessagesPage, beforeSeq: number): LogState {
  if (log.stale || nextPageEnd(log.content) !== beforeSeq) {
    return log
  }
  const { outOfWindow, messages } = log.content
  const [first, firstOfPage] = [messages[0]?.seq ?? 0, page.messages[0]?.seq ?? 0]
  const content = withNotices(
    {
      ...log.content,
      messages: messages.reduce(putMessage, numbered(page.messages)),
      hasOlder: firstOfPage <= first ? page.hasOlder : log.content.hasOlder,
      toldFrom: firstOfPage,
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
