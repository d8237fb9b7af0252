import { expect, test } from 'vitest'
import { readCursors } from '../../src/core/wire/people.js'

const cursor = { user_id: 'bob', read_seq: 2, delivered_seq: 3 }

test('a cursors event is read as the list it is', () => {
  expect(readCursors([cursor])).toEqual([{ userId: 'bob', readSeq: 2, deliveredSeq: 3 }])
})

test('a cursors event without a list, or with a broken cursor, is not read', () => {
  expect(readCursors({ room_id: 'room', cursors: [cursor] })).toBeUndefined()
  expect(readCursors('none')).toBeUndefined()
  expect(readCursors([{ ...cursor, read_seq: -1 }])).toBeUndefined()
})
