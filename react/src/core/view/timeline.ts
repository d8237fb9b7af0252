import type { Message, Notice, StoredMessage } from '../entities.js'
import type { PendingMutation, PendingMutations } from '../mutations/pending-mutations.js'
import type { Shown } from '../log/content.js'
import type { Days } from './days.js'

/** One thing of the conversation, in order. */
export type Entry =
  | { readonly kind: 'stored'; readonly message: StoredMessage }
  | { readonly kind: 'pending'; readonly message: Message; readonly pending: PendingMutation }
  | { readonly kind: 'notices'; readonly notices: readonly [Notice, ...Notice[]] }

/**
 * Merges messages, notices and what is not sent yet. Neighbouring notices of one day make one
 * entry. What belongs before the first message is left out where there are older ones, and after the last
 * where there are newer ones.
 */
export function toTimeline(
  { messages, hasOlder, hasNewer }: Shown,
  notices: readonly Notice[],
  mutations: PendingMutations,
  dayOf: Days,
): readonly Entry[] {
  const entries: Entry[] = []
  const from = hasOlder ? (messages[0]?.seq ?? 0) - 1 : 0
  const waiting = notices.filter(({ afterSeq }) => afterSeq >= from)
  let next = 0
  const addNotices = (beforeSeq: number) => {
    for (let notice = waiting[next]; notice !== undefined; notice = waiting[next]) {
      if (notice.afterSeq >= beforeSeq) {
        return
      }
      addNotice(entries, notice, dayOf)
      next += 1
    }
  }
  for (const message of messages) {
    addNotices(message.seq)
    entries.push({ kind: 'stored', message })
  }
  if (hasNewer) {
    return entries
  }
  addNotices(Infinity)
  for (const pending of mutations) {
    if (pending.mutation.kind === 'send') {
      entries.push({ kind: 'pending', message: pending.mutation.message, pending })
    }
  }
  return entries
}

function addNotice(entries: Entry[], notice: Notice, dayOf: Days): void {
  const last = entries.at(-1)
  if (last?.kind === 'notices' && dayOf(last.notices[0].at) === dayOf(notice.at)) {
    entries[entries.length - 1] = { kind: 'notices', notices: [...last.notices, notice] }
  } else {
    entries.push({ kind: 'notices', notices: [notice] })
  }
}
