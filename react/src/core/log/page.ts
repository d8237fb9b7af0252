import type { MessagesPage, StoredMessage } from '../entities.js'
import type { PageRequest } from '../transport.js'
import {
  isUntold,
  nextPageEnd,
  withDeletion,
  withMessage,
  withNotices,
  withoutStretch,
  withoutUnquoted,
  withReaction,
  type OutOfWindow,
  type RoomContent,
} from './content.js'
import { want, type LogState } from './log-state.js'
import { findMessage, numbered, putMessage } from './messages.js'
import { putQuotes } from './quotes.js'
import { dropReactions, putReactions } from './reactions.js'
import { cutStretch, touches, type Edge, type Stretch } from './stretch.js'

/**
 * Takes a page of history over. It makes the window or the stretch longer, tells the reactions to
 * messages that are in the window, or becomes the stretch, whatever was shown before. A page that no longer
 * lies where `request` expected it is dropped.
 */
export function takePage(log: LogState, page: MessagesPage, request: PageRequest): LogState {
  const { content, stale } = log
  if (stale) {
    return log
  }
  if ('aroundId' in request) {
    return takeStretch(log, page)
  }
  if ('beforeSeq' in request && nextPageEnd(content) === request.beforeSeq) {
    return { ...log, content: inWindow(content, page) }
  }
  const { stretch } = content
  if (stretch === undefined) {
    return log
  }
  const [grown, isNext]: [Edge, boolean] =
    'beforeSeq' in request
      ? ['older', stretch.messages[0]?.seq === request.beforeSeq]
      : ['newer', stretch.messages.at(-1)?.seq === request.afterSeq]
  const hasOlder = grown === 'older' ? page.hasOlder : stretch.hasOlder
  return isNext
    ? { ...log, content: besideWindow(content, page, { ...stretch, hasOlder }, grown) }
    : log
}

function inWindow(content: RoomContent, page: MessagesPage): RoomContent {
  const { messages } = content
  const [first, firstOfPage] = [messages[0]?.seq ?? 0, page.messages[0]?.seq ?? 0]
  const longer = {
    ...content,
    messages: messages.reduce(putMessage, numbered(page.messages)),
    hasOlder: firstOfPage <= first ? page.hasOlder : content.hasOlder,
    toldFrom: firstOfPage,
    reactions: putReactions(content.reactions, page.messages, page.reactions, page.rev),
    quotes: putQuotes(content.quotes, page.quotes),
  }
  return joined(withChanges(withNotices(longer, page.notices)))
}

/** What the page has and the window has not yet, the log will bring: it knows what happened since. */
function takeStretch(log: LogState, page: MessagesPage): LogState {
  const content = withoutStretch(log.content)
  const newest = content.messages.at(-1)?.seq ?? 0
  const messages = page.messages.filter(({ seq }) => (seq ?? 0) <= newest)
  const { hasOlder } = page
  const next =
    messages.length === 0
      ? log
      : {
          ...log,
          content: besideWindow(
            content,
            { ...page, messages },
            { messages: [], hasOlder },
            'newer',
          ),
        }
  return want(next, page.rev ?? 0)
}

/** Adds a page to a stretch; of what the window holds too, the window knows more. */
function besideWindow(
  content: RoomContent,
  page: MessagesPage,
  stretch: Stretch,
  grown: Edge,
): RoomContent {
  const added = page.messages.filter(({ id }) => findMessage(content.messages, id) === undefined)
  const messages = numbered(page.messages).reduce(putMessage, stretch.messages)
  const longer = {
    ...content,
    reactions: putReactions(content.reactions, added, page.reactions, page.rev),
    quotes: putQuotes(content.quotes, page.quotes),
    stretch: { ...stretch, messages },
  }
  return bounded(joined(withChanges(withNotices(longer, page.notices))), grown)
}

/** Makes the stretch and the window one where they touch. */
function joined(content: RoomContent): RoomContent {
  const { stretch, ...others } = content
  if (stretch === undefined || !touches(stretch.messages, content.messages)) {
    return content
  }
  const messages = content.messages.reduce(putMessage, stretch.messages)
  const first = messages[0]?.seq ?? 0
  return {
    ...others,
    messages,
    hasOlder: first === content.messages[0]?.seq ? content.hasOlder : stretch.hasOlder,
    toldFrom: isUntold(content) ? content.toldFrom : first,
  }
}

function bounded(content: RoomContent, grown: Edge): RoomContent {
  if (content.stretch === undefined) {
    return content
  }
  const { kept, dropped } = cutStretch(content.stretch, grown)
  return dropped.length === 0
    ? content
    : withoutUnquoted({
        ...content,
        stretch: kept,
        reactions: dropReactions(content.reactions, dropped),
      })
}

/** Takes over a quoted message, or that it is gone, unless it is known by now. */
export function takeQuote(log: LogState, id: string, quoted: StoredMessage | undefined): LogState {
  const { content } = log
  const quotes =
    quoted === undefined
      ? new Map([[id, quoted], ...content.quotes])
      : putQuotes(content.quotes, [quoted])
  return { ...log, content: withChanges({ ...content, quotes }) }
}

/** Applies what changed while a page was on its way. */
function withChanges(content: RoomContent): RoomContent {
  return content.outOfWindow.reduce(applyOutOfWindow, { ...content, outOfWindow: [] })
}

function applyOutOfWindow(content: RoomContent, change: OutOfWindow): RoomContent {
  if ('emoji' in change) {
    return withReaction(content, change)
  }
  return 'seq' in change ? withMessage(content, change) : withDeletion(content, change)
}
