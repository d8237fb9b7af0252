import { isCount, isFields } from './values.js'

/** An event of the room's log as it was published. */
export interface LogEvent {
  readonly epoch: string
  readonly rev: number
  /** The change it continues from: it may be applied once that one is. */
  readonly prev: number
  readonly kind: string
  readonly data: unknown
  /** The data is too large to publish: the change must be fetched. */
  readonly fetch: boolean
}

/** Reads what was published under `kind`; `undefined` when it is not of the log. */
export function readLogEvent(kind: string, data: unknown): LogEvent | undefined {
  if (!isFields(data)) {
    return undefined
  }
  const { epoch, rev, prev } = data
  if (typeof epoch !== 'string' || !isCount(rev) || rev < 1) {
    return undefined
  }
  return {
    epoch,
    rev,
    prev: isCount(prev) ? prev : rev - 1,
    kind,
    data,
    fetch: data['fetch'] === true,
  }
}

/** Reads the number a `head` event tells: the newest change of the room. */
export function readHead(data: unknown): number | undefined {
  return isFields(data) && isCount(data['rev']) ? data['rev'] : undefined
}
