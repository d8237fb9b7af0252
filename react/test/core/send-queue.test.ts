import { describe, expect, test } from 'vitest'
import { networkFailure } from '../../src/testing/index.js'
import { ada, bob, createStage, failing, mend, type Seat, type Stage } from './harness.js'

async function open(): Promise<{ readonly stage: Stage; readonly seat: Seat }> {
  const stage = createStage()
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { stage, seat }
}

describe('several messages', () => {
  test('are sent one at a time in the order they were written', async () => {
    const { stage, seat } = await open()
    let underWay = 0
    let most = 0
    seat.connection.hooks.onRequest = async (name) => {
      if (name === 'send') {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise<void>((resolve) => {
          stage.clock.after(50, resolve)
        })
        underWay -= 1
      }
    }

    for (const content of ['one', 'two', 'three']) {
      seat.store.send(content)
    }
    await stage.clock.advance(1000)

    expect(most).toBe(1)
    expect(stage.room.messages().map(({ content }) => content)).toEqual(['one', 'two', 'three'])
  })

  test('wait for the first one while that is tried again', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', networkFailure)
    seat.store.send('one')
    seat.store.send('two')
    await stage.clock.advance(500)
    mend(seat)

    await stage.clock.advance(2000)

    expect(stage.room.messages().map(({ content }) => content)).toEqual(['one', 'two'])
  })

  test('are sent to the end after the room was left', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', networkFailure)
    seat.store.send('one')
    seat.store.send('two')

    seat.release()
    await stage.clock.advance(5000)
    mend(seat)
    await stage.clock.advance(20_000)

    expect(stage.room.messages().map(({ content }) => content)).toEqual(['one', 'two'])
  })
})

test('a reply names what it answers', async () => {
  const { stage, seat } = await open()
  const first = stage.say(bob, 'question')
  await stage.clock.advance(100)

  const id = seat.store.send('answer', { replyTo: first })
  expect(seat.row(id)?.message.replyTo).toBe(first)
  await stage.clock.advance(100)

  expect(stage.room.messages().at(-1)?.reply_to).toBe(first)
})
