import type { RoomContent } from '../log/content.js'

/**
 * How far a user has read as far as the server knows. Somebody who never read anything starts where
 * they joined, not at the beginning of the history.
 */
export function readPosition({ cursors, notices }: RoomContent, userId: string): number {
  const joined = notices.findLast(
    ({ kind, user_id }) => kind === 'user-joined' && user_id === userId,
  )
  return Math.max(cursors.get(userId)?.read_seq ?? 0, joined?.after_seq ?? 0)
}
