import { expect, test } from 'vitest'
import { ada, createStage } from './harness.js'

test.each([
  ['without end', Infinity],
  ['for a century', Date.UTC(2126, 10, 23)],
])('who is muted %s may not write, and no alarm rings early', async (_words, until) => {
  const { clock, room, sit } = createStage()
  const seat = sit(ada)
  await clock.advance(100)
  expect(seat.view().canSend).toBe(true)

  room.mute(ada.id, until)
  await clock.advance(100)

  expect(seat.view().canSend).toBe(false)
})

test('who was muted until the beginning of time may write', async () => {
  const { clock, room, sit } = createStage()
  const seat = sit(ada)
  room.mute(ada.id, -Infinity)

  await clock.advance(100)

  expect(seat.view().canSend).toBe(true)
})
