import { describe, expect, test } from 'vitest'
import { defaults, type RoomSnapshot, type StoredMessage } from '../../src/core/index.js'
import {
  emptyLog,
  isBehind,
  takeAnswer,
  takeEvent,
  takeReply,
  takeHead,
  type LogState,
} from '../../src/core/log/log-state.js'
import { takePage } from '../../src/core/log/page.js'
import { takeSnapshot } from '../../src/core/log/snapshot.js'
import type { LogEvent } from '../../src/core/wire/log-event.js'
import type { WireMessage } from '../../src/core/wire/rows.js'

const row = (seq: number, rev: number, content = `m${seq}`): WireMessage => ({
  id: `m${seq}`,
  room_id: 'r',
  user_id: 'bob',
  content,
  created_at: '2026-11-23T12:00:00.000Z',
  seq,
  rev,
})

const message = (seq: number, rev: number, content = `m${seq}`): StoredMessage => ({
  id: `m${seq}`,
  roomId: 'r',
  userId: 'bob',
  content,
  createdAt: '2026-11-23T12:00:00.000Z',
  seq,
  rev,
})

const snapshot = (rev: number, messages: readonly StoredMessage[], epoch = 'e1'): RoomSnapshot => ({
  epoch,
  rev,
  room: { id: 'r', name: 'Room', visibility: 'private' },
  messages,
  hasOlder: (messages[0]?.seq ?? 1) > 1,
  participants: [],
  cursors: [],
  notices: [],
})

const event = (rev: number, data: object, more: Partial<LogEvent> = {}): LogEvent => ({
  epoch: 'e1',
  rev,
  prev: rev - 1,
  kind: 'new-message',
  data,
  fetch: false,
  ...more,
})

const contents = (log: LogState) => log.content.messages.map(({ content }) => content)
const opened = takeSnapshot(emptyLog, snapshot(1, [message(1, 1)]))

test('what the server no longer has is gone after a reset', () => {
  const known = takeSnapshot(emptyLog, snapshot(3, [message(1, 1), message(2, 2), message(3, 3)]))
  const reset = takeAnswer(known, {
    epoch: 'e1',
    items: [],
    through: 4,
    head: 4,
    reset: true,
    cursors: [],
  })

  const log = takeSnapshot(reset, snapshot(4, [message(4, 4)]))

  expect(contents(log)).toEqual(['m4'])
})

describe('an event', () => {
  test('seen before leaves the very same state', () => {
    expect(takeEvent(opened, event(1, row(1, 1)))).toBe(opened)
  })

  test('held before leaves the very same state', () => {
    const held = takeEvent(opened, event(3, row(3, 3)))

    expect(takeEvent(held, event(3, row(3, 3)))).toBe(held)
  })

  test('that covers lower numbers is applied when the one before those is', () => {
    const covering = event(4, row(2, 4, 'edited'), { prev: 1, kind: 'message-updated' })

    const next = takeEvent(opened, covering)

    expect(next.rev).toBe(4)
    expect(contents(next)).toEqual(['m1', 'edited'])
    expect(takeEvent(next, event(3, row(3, 3)))).toBe(next)
  })

  test('of another epoch asks for a snapshot and waits for it', () => {
    const other = takeEvent(opened, event(9, row(9, 9), { epoch: 'e2' }))
    expect(other.stale).toBe(true)

    const next = takeSnapshot(other, snapshot(8, [message(8, 8)], 'e2'))

    expect(next).toMatchObject({ epoch: 'e2', rev: 9, stale: false, held: [] })
    expect(contents(next)).toEqual(['m8', 'm9'])
  })

  test('of a former epoch is dropped', () => {
    const next = takeSnapshot({ ...opened, stale: true }, snapshot(1, [], 'e2'))

    expect(takeEvent(next, event(2, row(2, 2)))).toBe(next)
  })

  test('beyond the bound of what is held is remembered by its number alone', () => {
    let log = opened
    for (let rev = 3; rev < 3 + defaults.heldEvents + 10; rev += 1) {
      log = takeEvent(log, event(rev, row(rev, rev)))
    }

    expect(log.held).toHaveLength(defaults.heldEvents)
    expect(log.wanted).toBe(2 + defaults.heldEvents + 10)
  })

  test('that came before the snapshot applies after it', () => {
    const waiting = takeEvent(emptyLog, event(2, row(2, 2)))
    expect(waiting.held).toHaveLength(1)

    const next = takeSnapshot(waiting, snapshot(1, [message(1, 1)]))

    expect(contents(next)).toEqual(['m1', 'm2'])
    expect(isBehind(next)).toBe(false)
  })
})

describe('an answer', () => {
  const answer = (items: readonly number[], through: number, head = through) => ({
    epoch: 'e1',
    items: items.map((rev) => ({
      rev,
      kind: 'new-message',
      data: row(rev, rev),
      createdAt: '2026-11-23T12:00:00Z',
    })),
    through,
    head,
    reset: false,
    cursors: [],
  })

  test('fills the hole before events that were held', () => {
    const held = takeEvent(opened, event(4, row(4, 4)))

    const next = takeAnswer(held, answer([2, 3], 3, 4))

    expect(next).toMatchObject({ rev: 4, held: [] })
    expect(contents(next)).toEqual(['m1', 'm2', 'm3', 'm4'])
  })

  test('that comes late does not undo what events brought meanwhile', () => {
    const ahead = takeEvent(opened, event(2, row(2, 2, 'newer form')))

    const next = takeAnswer(ahead, answer([2], 2))

    expect(next).toBe(ahead)
  })

  test('is complete only up to where it says', () => {
    const next = takeAnswer(opened, answer([2, 3, 4], 3, 9))

    expect(next.rev).toBe(3)
    expect(contents(next)).toEqual(['m1', 'm2', 'm3'])
    expect(isBehind(next)).toBe(true)
  })

  test('of another epoch, or that asks for it, makes the log stale', () => {
    expect(takeAnswer(opened, { ...answer([], 1), epoch: 'e2' }).stale).toBe(true)
    expect(takeAnswer(opened, { ...answer([], 1), reset: true }).stale).toBe(true)
  })

  test('with a change that makes no sense goes past it', () => {
    const broken = { rev: 2, kind: 'new-message', data: 7, createdAt: '' }

    const next = takeAnswer(opened, { ...answer([3], 3), items: [broken, ...answer([3], 3).items] })

    expect(next.rev).toBe(3)
    expect(contents(next)).toEqual(['m1', 'm3'])
  })
})

describe('a snapshot', () => {
  test('does not take away a message of ours that was confirmed after it was made', () => {
    const confirmed = takeReply({ ...opened, stale: true }, message(3, 3, 'mine'))

    const next = takeSnapshot(confirmed, snapshot(2, [message(1, 1), message(2, 2)]))

    expect(contents(next)).toEqual(['m1', 'm2', 'mine'])
  })

  test('never moves cursors back within an epoch', () => {
    const cursor = (readSeq: number) => ({ userId: 'bob', readSeq, deliveredSeq: readSeq })
    const log = takeSnapshot(emptyLog, { ...snapshot(1, []), cursors: [cursor(5)] })

    const next = takeSnapshot(log, { ...snapshot(2, []), cursors: [cursor(3)] })
    const anew = takeSnapshot(log, { ...snapshot(2, [], 'e2'), cursors: [cursor(3)] })

    expect(next.content.cursors.get('bob')?.readSeq).toBe(5)
    expect(anew.content.cursors.get('bob')?.readSeq).toBe(3)
  })
})

describe('a page', () => {
  const before = (beforeSeq: number) => ({ beforeSeq, limit: 50 })
  const window = takeSnapshot(emptyLog, snapshot(9, [message(5, 5), message(6, 6)]))
  const page = { messages: [message(4, 4)], notices: [], hasOlder: true, hasNewer: true }

  test('that ends where the window begins is put before it', () => {
    expect(contents(takePage(window, page, before(5)))).toEqual(['m4', 'm5', 'm6'])
  })

  test('that ends elsewhere is dropped', () => {
    expect(takePage(window, page, before(4))).toBe(window)
  })

  test('takes over edits and deletions that came before it did', () => {
    const edited = takeEvent(window, event(10, row(4, 10, 'edited'), { kind: 'message-updated' }))
    const deleted = takeEvent(
      edited,
      event(11, { id: 'm4', deleted_at: 'then' }, { kind: 'message-deleted' }),
    )

    expect(contents(takePage(edited, page, before(5)))[0]).toBe('edited')
    expect(takePage(deleted, page, before(5)).content.messages[0]).toMatchObject({
      content: '',
      deletedAt: 'then',
    })
  })
})

describe('a head', () => {
  test('we have changes nothing', () => {
    expect(takeHead(opened, { rev: 1, epoch: 'e1' })).toBe(opened)
    expect(takeHead(opened, { rev: 1, epoch: undefined })).toBe(opened)
  })

  test('we do not have is fetched', () => {
    expect(isBehind(takeHead(opened, { rev: 2, epoch: 'e1' }))).toBe(true)
  })

  test('of another epoch asks for a snapshot, of a former one for nothing', () => {
    expect(takeHead(opened, { rev: 1, epoch: 'e2' }).stale).toBe(true)
    const next = takeSnapshot({ ...opened, stale: true }, snapshot(1, [], 'e2'))
    expect(takeHead(next, { rev: 9, epoch: 'e1' })).toBe(next)
  })
})
