import { expect, test } from 'vitest'
import { putMessage } from '../../src/core/log/messages.js'
import type { RequestName } from '../../src/testing/index.js'
import { ada, bob, createStage, type Seat, type Stage } from './harness.js'

interface Held {
  readonly stage: Stage
  readonly seat: Seat
  /** Lets the answers go that were held back. */
  readonly letGo: () => void
}

/** A room with a reader whose answers to `name` are held back. */
function holdAnswers(name: RequestName): Held {
  const stage = createStage()
  const seat = stage.sit(ada)
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  seat.connection.hooks.onAnswer = (answered) => (answered === name ? held : undefined)
  return { stage, seat, letGo }
}

test('a reply of the former database is not believed, and the message is sent to the new one', async () => {
  const { stage, seat, letGo } = holdAnswers('send')
  await stage.clock.advance(100)
  const before = stage.room.head()
  seat.connection.faults.drop = 1
  seat.store.send('twice')
  await stage.clock.advance(100)
  seat.connection.faults.drop = 0
  stage.room.restore(before)
  stage.say(bob, 'of the new database')
  await stage.clock.advance(1000)

  letGo()
  await stage.clock.advance(1000)

  expect(stage.room.messages().map(({ content }) => content)).toEqual([
    'of the new database',
    'twice',
  ])
  expect(seat.contents()).toEqual(['of the new database', 'twice'])
})

test('a page of the former database is dropped', async () => {
  const { stage, seat, letGo } = holdAnswers('page')
  for (let said = 0; said < 120; said += 1) {
    stage.say(bob, 'of the former database')
  }
  await stage.clock.advance(100)
  seat.store.loadOlder().catch(() => undefined)
  await stage.clock.advance(100)
  stage.room.restore(2)
  for (let said = 0; said < 120; said += 1) {
    stage.say(bob, 'of the new database')
  }
  await stage.clock.advance(1000)

  letGo()
  await stage.clock.advance(1000)

  expect(new Set(seat.contents())).toEqual(new Set(['of the new database']))
})

test('what was confirmed before the first snapshot, and lost since, does not stay', async () => {
  const stage = createStage()
  const before = stage.room.head()
  const seat = stage.sit(ada)
  let failing = true
  seat.connection.hooks.onRequest = (name) => {
    if (failing && name === 'snapshot') {
      throw new Error('not now')
    }
  }
  seat.store.send('lost with the former database')
  await stage.clock.advance(20)
  expect(seat.contents()).toEqual(['lost with the former database'])

  stage.room.restore(before)
  failing = false
  await stage.clock.advance(120_000)

  expect(seat.contents()).toEqual([])
})

test('a message that has another number in the new database moves to its place', () => {
  const message = (id: string, seq: number, rev: number) => ({
    id,
    seq,
    rev,
    roomId: 'room-1',
    userId: ada.id,
    content: id,
    createdAt: '2026-12-01T12:00:00Z',
  })
  const before = [message('first', 1, 3), message('second', 2, 4)]

  const after = putMessage(before, message('first', 3, 5))

  expect(after.map(({ id }) => id)).toEqual(['second', 'first'])
})
