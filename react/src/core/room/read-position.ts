import type { RoomContent } from '../log/content.js'

/**
 * How far a user has read as far as the server knows. Somebody who never read anything starts where
 * they joined, not at the beginning of the history.
 */
export function readPosition({ cursors, notices }: RoomContent, userId: string): number {
  const joined = notices.findLast(
    (notice) => notice.kind === 'user-joined' && notice.userId === userId,
  )
  return Math.max(cursors.get(userId)?.readSeq ?? 0, joined?.afterSeq ?? 0)
}
