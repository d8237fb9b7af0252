import type { WireChange, WireChanges } from '../core/wire/rows.js'

/** A room's log with what is published of it. */
export interface TestLog {
  readonly epoch: () => string
  /** The newest change. */
  readonly head: () => number
  /** Appends a change and publishes it. */
  readonly append: (kind: string, data: Readonly<Record<string, unknown>>) => number
  readonly after: (rev: number, limit: number) => Omit<WireChanges, 'cursors'>
  /** Forgets the changes up to `rev`, as retention does. */
  readonly prune: (rev: number) => void
  /** Starts another epoch of the database, which remembers nothing after `rev`. */
  readonly startEpoch: (rev: number) => void
}

/** Data beyond so many characters is not published: the event only says to fetch it. */
const publishedLimit = 8000

export function createTestLog(
  roomId: string,
  now: () => number,
  publish: (name: string, data: unknown) => void,
): TestLog {
  let epochNumber = 1
  let head = 0
  let pruned = 0
  let items: WireChange[] = []
  const epoch = () => `${epochNumber}-7000000000000000000`

  return {
    epoch,
    head: () => head,
    append: (kind, data) => {
      const prev = head
      head += 1
      items.push({ rev: head, kind, data, created_at: new Date(now()).toISOString() })
      const event_id = `${epoch()}.${roomId}.${head}`
      const position = { room_id: roomId, event_id, rev: head, prev, epoch: epoch() }
      const tooLong = JSON.stringify(data).length > publishedLimit
      publish(kind, tooLong ? { fetch: true, ...position } : { ...data, ...position })
      return head
    },
    after: (rev, limit) => {
      if (rev < pruned || rev > head) {
        return { epoch: epoch(), items: [], through: rev, head, reset: true }
      }
      const found = items.filter((item) => item.rev > rev).slice(0, limit)
      return {
        epoch: epoch(),
        items: found,
        through: found.at(-1)?.rev ?? head,
        head,
        reset: false,
      }
    },
    prune: (rev) => {
      pruned = Math.max(pruned, rev)
      items = items.filter((item) => item.rev > rev)
    },
    startEpoch: (rev) => {
      epochNumber += 1
      head = Math.min(head, rev)
      items = items.filter((item) => item.rev <= rev)
    },
  }
}
