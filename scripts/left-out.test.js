import assert from 'node:assert/strict'
import { test } from 'node:test'

import { leftOutLines } from './left-out.js'

test('what was left out is counted and named, a line for each reason', () => {
  const browser = 'no Chromium: install one'
  const pooler = 'pgbouncer is not installed here: apt-get install pgbouncer'

  const lines = leftOutLines(
    [{ title: 'browser', reason: browser }],
    [
      { title: 'A > one', reason: pooler },
      { title: 'B > two', reason: 'no disk' },
      { title: 'A > three', reason: pooler },
    ],
  )

  assert.deepEqual(lines, [
    `left out: 1 suite (browser): ${browser}`,
    `left out: 2 tests (A > one, A > three): ${pooler}`,
    'left out: 1 test (B > two): no disk',
  ])
})

test('nothing left out is not mentioned', () => {
  assert.deepEqual(leftOutLines([], []), [])
})
