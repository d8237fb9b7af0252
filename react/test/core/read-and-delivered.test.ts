import { describe, expect, test } from 'vitest'
import { networkFailure } from '../../src/testing/index.js'
import type { CursorUpdate } from '../../src/core/index.js'
import { ada, attentive, away, bob, createStage, type Stage } from './harness.js'

/** Writes down every cursor the server is told. */
function hearCursors({ room }: Stage): readonly CursorUpdate[] {
  const heard: CursorUpdate[] = []
  const real = room.setCursor
  Object.assign(room, {
    setCursor: (userId: string, update: CursorUpdate) => {
      heard.push(update)
      return real(userId, update)
    },
  })
  return heard
}

async function open(before = 0) {
  const stage = createStage()
  for (let said = 0; said < before; said += 1) {
    stage.say(bob, 'before')
  }
  const heard = hearCursors(stage)
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { ...stage, stage, seat, heard }
}

describe('delivered', () => {
  test('is told once, a second after messages came', async () => {
    const { clock, say, heard } = await open()
    say(bob, 'one')
    await clock.advance(500)
    say(bob, 'two')
    await clock.advance(490)
    expect(heard).toEqual([])

    await clock.advance(20)

    expect(heard).toEqual([{ deliveredSeq: 2 }])
  })

  test('is not told of messages of our own', async () => {
    const { clock, seat, heard } = await open()

    seat.store.send('mine')
    await clock.advance(10_000)

    expect(heard).toEqual([])
  })

  test('is not told by a reader who is no member', async () => {
    const stage = createStage({ members: [bob], visibility: 'public' })
    stage.say(bob, 'hello')
    const heard = hearCursors(stage)
    const seat = stage.sit(ada)
    await stage.clock.advance(100)

    seat.store.seen(attentive)
    await stage.clock.advance(10_000)

    expect(seat.contents()).toEqual(['hello'])
    expect(seat.view().canSend).toBe(false)
    expect(heard).toEqual([])
  })
})

describe('read', () => {
  test('is told 500 ms after the reader looks at the end', async () => {
    const { clock, seat, heard } = await open(3)

    expect(seat.view().unreadCount).toBe(3)
    seat.store.seen(attentive)
    expect(seat.view().unreadCount).toBe(0)
    await clock.advance(400)
    expect(heard).toEqual([])
    await clock.advance(200)

    expect(heard).toEqual([{ readSeq: 3, deliveredSeq: 3 }])
  })

  test('is told at most 2 s late while messages keep coming', async () => {
    const { clock, say, seat, heard } = await open()
    seat.store.seen(attentive)

    for (let said = 0; said < 30; said += 1) {
      say(bob, 'more')
      await clock.advance(100)
    }

    expect(heard.length).toBeGreaterThanOrEqual(1)
    expect(heard.length).toBeLessThanOrEqual(3)
    expect(heard.at(-1)?.readSeq).toBeGreaterThan(15)
  })

  test.each([
    ['the window has no focus', away],
    ['the page is hidden', { ...attentive, visible: false }],
    ['the reader is in older messages', { ...attentive, atEnd: false }],
  ])('is not told while %s', async (_why, viewport) => {
    const { clock, say, seat, heard } = await open()

    seat.store.seen(viewport)
    say(bob, 'unseen')
    await clock.advance(10_000)

    expect(seat.view().unreadCount).toBe(1)
    expect(heard).toEqual([{ deliveredSeq: 1 }])
  })

  test('reaches a row in view once it stayed there for 500 ms', async () => {
    const { clock, seat, heard } = await open(9)

    seat.store.seen({ ...attentive, atEnd: false, lastVisibleSeq: 4 })
    await clock.advance(490)
    expect(seat.view().unreadCount).toBe(9)
    await clock.advance(30)
    expect(seat.view().unreadCount).toBe(5)
    await clock.advance(1000)

    expect(heard).toContainEqual({ readSeq: 4, deliveredSeq: 9 })
  })

  test('does not reach a row that only flew by', async () => {
    const { clock, seat } = await open(9)

    seat.store.seen({ ...attentive, atEnd: false, lastVisibleSeq: 8 })
    await clock.advance(100)
    seat.store.seen({ ...attentive, atEnd: false, lastVisibleSeq: 3 })
    await clock.advance(600)

    expect(seat.view().unreadCount).toBe(6)
  })

  test('never goes back when the reader scrolls up', async () => {
    const { clock, seat, heard } = await open(9)
    seat.store.seen(attentive)
    await clock.advance(1000)

    seat.store.seen({ ...attentive, atEnd: false, lastVisibleSeq: 2 })
    await clock.advance(10_000)

    expect(seat.view().unreadCount).toBe(0)
    expect(heard).toHaveLength(1)
  })

  test('is told at once when the page is hidden', async () => {
    const { clock, seat, heard } = await open(2)
    seat.store.seen(attentive)

    seat.connection.environment.setVisible(false)
    await clock.advance(1)

    expect(heard).toEqual([{ readSeq: 2, deliveredSeq: 2 }])
  })

  test('is told again after a failure, with what is newest by then', async () => {
    const { clock, say, seat, heard } = await open(1)
    seat.connection.hooks.onRequest = (name) => {
      if (name === 'setCursor') {
        throw networkFailure()
      }
    }
    seat.store.seen(attentive)
    await clock.advance(700)
    say(bob, 'more')
    await clock.advance(10)
    seat.connection.hooks.onRequest = () => undefined

    await clock.advance(5000)

    expect(heard).toEqual([{ readSeq: 2, deliveredSeq: 2 }])
  })

  test('counts what was read elsewhere', async () => {
    const { clock, room, seat, heard } = await open(5)

    room.setCursor(ada.id, { readSeq: 4 })
    await clock.advance(20)

    expect(seat.view().unreadCount).toBe(1)
    expect(heard).toHaveLength(1)
  })

  test('reaches everything when the reader says so', async () => {
    const { clock, seat, heard } = await open(5)
    expect(seat.unreadAbove()).toBe('said-1')

    seat.store.markRead()
    expect(seat.view().unreadCount).toBe(0)
    expect(seat.unreadAbove()).toBeUndefined()
    await clock.advance(1000)

    expect(heard).toEqual([{ readSeq: 5, deliveredSeq: 5 }])
  })
})

describe('the unread count', () => {
  test('leaves out what is ours, deleted or a notice', async () => {
    const { clock, room, say, seat } = await open()
    say(bob, 'counts')
    const gone = say(bob, 'gone')
    room.remove(gone)
    room.join({ id: 'cyd', name: 'Cyd' })
    seat.store.send('mine')

    await clock.advance(100)

    expect(seat.view().unreadCount).toBe(1)
  })

  test('starts where somebody joined, not with the whole history', async () => {
    const stage = createStage({ members: [bob] })
    stage.say(bob, 'long ago')
    stage.room.join(ada)
    stage.say(bob, 'new')
    const seat = stage.sit(ada)

    await stage.clock.advance(100)

    expect(seat.view().unreadCount).toBe(1)
    expect(seat.unreadAbove()).toBe('said-2')
  })
})
