import { expect, test } from 'vitest'
import { ada, bob, createStage } from './harness.js'

test('a room opens with its newest messages, in order', async () => {
  const { clock, room, say, sit } = createStage()
  say(bob, 'one')
  say(bob, 'two')

  const seat = sit(ada)
  await clock.advance(100)

  expect(seat.view().phase).toBe('ready')
  expect(seat.contents()).toEqual(['one', 'two'])
  expect(seat.view().room?.name).toBe(room.room().name)
  expect(seat.view().connection).toBe('connected')
})

test('a message of somebody else appears without being asked for', async () => {
  const { clock, say, sit } = createStage()
  const seat = sit(ada)
  await clock.advance(100)
  let requests = 0
  seat.connection.hooks.onRequest = () => {
    requests += 1
  }

  say(bob, 'hello')
  await clock.advance(20)

  expect(seat.contents()).toEqual(['hello'])
  expect(requests).toBe(0)
})

test('what is sent shows at once and reaches the others', async () => {
  const { clock, sit } = createStage()
  const [mine, theirs] = [sit(ada), sit(bob)]
  await clock.advance(100)

  const id = mine.store.send('hello')

  expect(mine.row(id)?.status).toBe('sending')
  await clock.advance(20)
  expect(mine.row(id)?.status).toBe('sent')
  expect(theirs.contents()).toEqual(['hello'])
})
