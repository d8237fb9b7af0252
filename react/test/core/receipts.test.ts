import { expect, test } from 'vitest'
import { ada, attentive, bob, createStage, cyd } from './harness.js'

async function open() {
  const stage = createStage({ members: [ada, bob, cyd] })
  const seat = stage.sit(ada)
  await stage.clock.advance(1000)
  const id = seat.store.send('hello')
  await stage.clock.advance(100)
  return { ...stage, seat, id, status: () => seat.row(id)?.status }
}

test('a message is delivered once every other member has received it', async () => {
  const { clock, room, status } = await open()
  room.setCursor(bob.id, { deliveredSeq: 1 })
  await clock.advance(20)
  expect(status()).toBe('sent')

  room.setCursor(cyd.id, { deliveredSeq: 1 })
  await clock.advance(20)

  expect(status()).toBe('delivered')
})

test('a message is read once every other member has read it', async () => {
  const { clock, room, seat, id, status } = await open()
  room.setCursor(bob.id, { readSeq: 1 })
  await clock.advance(20)
  expect(status()).toBe('sent')
  expect(seat.row(id)).toMatchObject({ readByAll: false, readBy: [bob] })

  room.setCursor(cyd.id, { readSeq: 1 })
  await clock.advance(20)

  expect(status()).toBe('read')
  expect(seat.row(id)).toMatchObject({ readByAll: true, readBy: [bob, cyd] })
})

test('a message counts as delivered to whoever has read it', async () => {
  const { clock, room, status } = await open()
  room.setCursor(bob.id, { readSeq: 1 })
  room.setCursor(cyd.id, { deliveredSeq: 1 })
  await clock.advance(20)

  expect(status()).toBe('delivered')
})

test('members who joined later do not count', async () => {
  const { clock, room, status } = await open()
  room.join({ id: 'dan', name: 'Dan' })
  room.setCursor(bob.id, { readSeq: 1 })
  room.setCursor(cyd.id, { readSeq: 1 })
  await clock.advance(20)

  expect(status()).toBe('read')
})

test('members who left do not count', async () => {
  const { clock, room, status } = await open()
  room.setCursor(bob.id, { readSeq: 1 })
  room.leave(cyd.id)
  await clock.advance(20)

  expect(status()).toBe('read')
})

test('a message to an empty room stays sent', async () => {
  const stage = createStage({ members: [ada] })
  const seat = stage.sit(ada)
  await stage.clock.advance(100)

  const id = seat.store.send('anybody?')
  await stage.clock.advance(100)

  expect(seat.row(id)?.status).toBe('sent')
})

test('messages of others carry no status', async () => {
  const { clock, say, seat } = await open()
  const id = say(bob, 'hello')
  await clock.advance(20)

  expect(seat.row(id)).toMatchObject({ own: false, readBy: [] })
  expect(seat.row(id)?.status).toBeUndefined()
})

test('the way of a message to each member can be asked for', async () => {
  const { clock, room, seat, id } = await open()
  room.setCursor(bob.id, { readSeq: 1 })
  await clock.advance(20)

  expect(seat.store.receipts(id)).toEqual([
    { person: bob, state: 'read' },
    { person: cyd, state: 'sent' },
  ])
  expect(seat.store.receipts('unknown')).toEqual([])
})

test('somebody who looks at the end is seen to have read', async () => {
  const { clock, sit, status } = await open()
  const theirs = [sit(bob), sit(cyd)]
  await clock.advance(100)

  theirs.forEach(({ store }) => {
    store.seen(attentive)
  })
  await clock.advance(1000)

  expect(status()).toBe('read')
})

test('a lost cursor event is healed by the next look at the head', async () => {
  const { clock, room, seat, status } = await open()
  seat.connection.faults.drop = 1
  room.setCursor(bob.id, { readSeq: 1 })
  room.setCursor(cyd.id, { readSeq: 1 })
  await clock.advance(100)
  expect(status()).toBe('sent')

  await clock.advance(60_000)

  expect(status()).toBe('read')
})
