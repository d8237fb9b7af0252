import { defaults } from '../defaults.js'
import type { Messages } from './messages.js'

/** A part of the history apart from the newest messages: others, which are not loaded, stand between. */
export interface Stretch {
  /** Never empty. */
  readonly messages: Messages
  readonly hasOlder: boolean
}

/** Where a part of the history grows. */
export type Edge = 'older' | 'newer'

/** The parts of a stretch that is to hold no more than {@link defaults.keptMessages}. */
interface Cut {
  readonly kept: Stretch
  readonly dropped: Messages
}

/** Lets messages go at the far end of a stretch that has grown too long; they can be loaded again. */
export function cutStretch({ messages, hasOlder }: Stretch, grown: Edge): Cut {
  const extra = messages.length <= defaults.keptMessages ? 0 : defaults.trimmedMessages
  const at = grown === 'newer' ? extra : messages.length - extra
  const [before, after] = [messages.slice(0, at), messages.slice(at)]
  return grown === 'newer'
    ? { kept: { messages: after, hasOlder: hasOlder || extra > 0 }, dropped: before }
    : { kept: { messages: before, hasOlder }, dropped: after }
}

/** Whether nothing can stand between an older part of the history and a newer one. */
export function touches(older: Messages, newer: Messages): boolean {
  const last = older.at(-1)
  const first = newer[0]
  return last !== undefined && first !== undefined && last.seq >= first.seq - 1
}
