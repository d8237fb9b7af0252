import { expect, test } from 'vitest'
import { networkFailure } from '../../src/testing/index.js'
import { ada, attentive, bob, createStage } from './harness.js'

/** A room with so many messages, of which the newest 50 are loaded. */
async function open(count: number) {
  const stage = createStage()
  for (let said = 0; said < count; said += 1) {
    stage.say(bob, 'said')
  }
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  const places = () => seat.messages().map(({ message }) => message.seq)
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, nth) => from + nth)
  return { ...stage, seat, places, range }
}

test('older messages come in pages of 50 until there are no more', async () => {
  const { clock, seat, places, range } = await open(120)
  expect(places()).toEqual(range(71, 120))
  expect(seat.view().hasOlder).toBe(true)

  const first = seat.store.loadOlder()
  expect(seat.view().loadingOlder).toBe(true)
  await clock.advance(20)
  await first
  expect(places()).toEqual(range(21, 120))
  expect(seat.view()).toMatchObject({ hasOlder: true, loadingOlder: false })
  const second = seat.store.loadOlder()
  await clock.advance(20)
  await second

  expect(places()).toEqual(range(1, 120))
  expect(seat.view().hasOlder).toBe(false)
})

test('only one page is asked for at a time', async () => {
  const { clock, seat, places, range } = await open(200)
  let pages = 0
  seat.connection.hooks.onRequest = () => {
    pages += 1
  }

  const both = [seat.store.loadOlder(), seat.store.loadOlder()]
  await clock.advance(20)
  await Promise.all(both)

  expect(pages).toBe(1)
  expect(places()).toEqual(range(101, 200))
})

test('nothing is asked for at the beginning of the room', async () => {
  const { clock, seat } = await open(10)
  let requests = 0
  seat.connection.hooks.onRequest = () => {
    requests += 1
  }

  await seat.store.loadOlder()
  await clock.advance(100)

  expect(requests).toBe(0)
})

test('a failure is told and the next try works', async () => {
  const { clock, seat, places, range } = await open(60)
  seat.connection.hooks.onRequest = () => {
    throw networkFailure()
  }
  const failing = expect(seat.store.loadOlder()).rejects.toMatchObject({ retryable: true })
  await clock.advance(20)
  await failing
  expect(seat.view().loadingOlder).toBe(false)
  seat.connection.hooks.onRequest = () => undefined

  const working = seat.store.loadOlder()
  await clock.advance(20)
  await working

  expect(places()).toEqual(range(1, 60))
})

test('a page that comes late does not undo what changed meanwhile', async () => {
  const { clock, room, seat } = await open(60)
  seat.connection.hooks.onAnswer = () =>
    new Promise((resolve) => {
      clock.after(1000, resolve)
    })
  const loading = seat.store.loadOlder()
  await clock.advance(20)

  room.edit('said-1', 'edited')
  room.remove('said-2')
  await clock.advance(2000)
  await loading

  expect(seat.row('said-1')?.message.content).toBe('edited')
  expect(seat.row('said-2')?.message).toMatchObject({ content: '' })
})

test('a page for a window that was replaced is dropped', async () => {
  const { clock, say, seat, places, range } = await open(60)
  seat.connection.hooks.onAnswer = (name) =>
    name === 'page'
      ? new Promise((resolve) => {
          clock.after(1000, resolve)
        })
      : undefined
  const loading = seat.store.loadOlder()
  await clock.advance(20)
  for (let said = 0; said < 100; said += 1) {
    say(bob, 'more')
  }
  seat.store.reload()
  await clock.advance(2000)
  await loading

  expect(places()).toEqual(range(111, 160))
})

test('beyond 1,000 messages the oldest 200 are let go while the reader is at the end', async () => {
  const { clock, say, seat, places, range } = await open(50)
  seat.store.seen(attentive)

  for (let said = 0; said < 951; said += 1) {
    say(bob, 'more')
  }
  await clock.advance(100)

  expect(places()).toEqual(range(201, 1001))
  expect(seat.view().hasOlder).toBe(true)
  const loading = seat.store.loadOlder()
  await clock.advance(20)
  await loading
  expect(places()).toEqual(range(151, 1001))
})

test('nothing is let go while the reader is in older messages', async () => {
  const { clock, say, seat, places } = await open(50)
  seat.store.seen({ ...attentive, atEnd: false, lastVisibleSeq: 1 })

  for (let said = 0; said < 951; said += 1) {
    say(bob, 'more')
  }
  await clock.advance(100)

  expect(places()).toHaveLength(1001)
})
