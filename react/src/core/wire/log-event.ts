import { isCount, isFields, texts } from './values.js'

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

/** Returns whose typing an event ends: the author of a new message, or whoever left. */
export function readTypingEnd({ kind, data }: LogEvent): string | undefined {
  return (kind === 'new-message' || kind === 'user-left') && isFields(data)
    ? texts(data, ['user_id']).user_id
    : undefined
}

/** The newest change of a room. */
export interface Head {
  readonly rev: number
  /** Absent when the server does not tell. */
  readonly epoch: string | undefined
}

/** Reads what a `head` event tells. */
export function readHead(data: unknown): Head | undefined {
  if (!isFields(data) || !isCount(data['rev'])) {
    return undefined
  }
  const { epoch } = data
  return { rev: data['rev'], epoch: typeof epoch === 'string' ? epoch : undefined }
}
