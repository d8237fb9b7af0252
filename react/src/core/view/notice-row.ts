import type { Notice } from '../entities.js'
import type { NoticeRow } from '../room-view.js'
import type { People } from './people.js'

/** One row for neighbouring notices; of somebody who came and went only the last counts. */
export function noticeRow(notices: readonly [Notice, ...Notice[]], people: People): NoticeRow {
  const last = new Map<string, Notice['kind']>()
  for (const { userId, kind } of notices) {
    last.delete(userId)
    last.set(userId, kind)
  }
  const those = (kind: Notice['kind']) =>
    [...last].filter(([, own]) => own === kind).map(([id]) => people(id))
  return {
    kind: 'notice',
    key: `notice-${notices[0].rev}`,
    joined: those('user-joined'),
    left: those('user-left'),
    at: notices.at(-1)?.at ?? notices[0].at,
  }
}
