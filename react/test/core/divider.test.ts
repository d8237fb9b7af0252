import { describe, expect, test } from 'vitest'
import { ada, attentive, away, bob, createStage } from './harness.js'

/** A room in which ada has read the first two of four messages by bob. */
async function open() {
  const stage = createStage()
  for (const content of ['one', 'two', 'three', 'four']) {
    stage.say(bob, content)
  }
  stage.room.setCursor(ada.id, { readSeq: 2 })
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { ...stage, seat }
}

describe('the unread line', () => {
  test('stands above the first message by others after what was read', async () => {
    const { seat } = await open()

    expect(seat.unreadAbove()).toBe('said-3')
  })

  test('is not there when everything was read', async () => {
    const stage = createStage()
    stage.say(bob, 'one')
    stage.room.setCursor(ada.id, { readSeq: 1 })
    const seat = stage.sit(ada)
    await stage.clock.advance(100)

    expect(seat.unreadAbove()).toBeUndefined()
  })

  test('is not there for a visitor, to whom all is as old', async () => {
    const stage = createStage({ members: [bob], visibility: 'public' })
    stage.say(bob, 'one')
    const seat = stage.sit(ada)
    await stage.clock.advance(100)

    expect(seat.contents()).toEqual(['one'])
    expect(seat.unreadAbove()).toBeUndefined()

    const joined = seat.store.join()
    await stage.clock.advance(100)
    await joined

    expect(seat.unreadAbove()).toBeUndefined()
  })

  test('stays where it is while the reader reads on', async () => {
    const { clock, say, seat } = await open()

    seat.store.seen(attentive)
    await clock.advance(5000)
    say(bob, 'five')
    await clock.advance(5000)

    expect(seat.view().unreadCount).toBe(0)
    expect(seat.unreadAbove()).toBe('said-3')
  })

  test('goes when we send something', async () => {
    const { seat } = await open()

    seat.store.send('mine')

    expect(seat.unreadAbove()).toBeUndefined()
  })

  test('goes when the reader says that all is read', async () => {
    const { seat } = await open()

    seat.store.markRead()

    expect(seat.unreadAbove()).toBeUndefined()
  })

  test('never stands above a message of our own', async () => {
    const stage = createStage()
    stage.say(bob, 'read')
    stage.room.setCursor(ada.id, { readSeq: 1 })
    stage.say(ada, 'from my phone')
    stage.say(bob, 'unread')
    const seat = stage.sit(ada)
    await stage.clock.advance(100)

    expect(seat.unreadAbove()).toBe('said-3')
  })

  test('does not appear while the reader looks at the end', async () => {
    const stage = createStage()
    const seat = stage.sit(ada)
    await stage.clock.advance(100)
    seat.store.seen(attentive)

    stage.say(bob, 'seen at once')
    await stage.clock.advance(100)

    expect(seat.unreadAbove()).toBeUndefined()
  })

  test('stands above what comes while the window has no focus', async () => {
    const stage = createStage()
    stage.say(bob, 'read')
    const seat = stage.sit(ada)
    await stage.clock.advance(100)
    seat.store.seen(attentive)
    await stage.clock.advance(100)

    seat.store.seen(away)
    stage.say(bob, 'first unseen')
    stage.say(bob, 'second unseen')
    await stage.clock.advance(100)

    expect(seat.unreadAbove()).toBe('said-2')
  })

  test('stands above what comes to a window that never had the focus', async () => {
    const stage = createStage()
    const seat = stage.sit(ada)
    seat.store.seen(away)
    await stage.clock.advance(100)

    stage.say(bob, 'unseen')
    await stage.clock.advance(100)

    expect(seat.unreadAbove()).toBe('said-1')
  })

  test('stays when the focus is lost before everything was read', async () => {
    const { clock, say, seat } = await open()
    seat.store.seen({ ...attentive, atEnd: false, lastVisibleSeq: 3 })

    seat.store.seen({ ...away, atEnd: false })
    say(bob, 'five')
    await clock.advance(1000)

    expect(seat.unreadAbove()).toBe('said-3')
  })

  test('moves to what is new when the focus is lost after everything was read', async () => {
    const { clock, say, seat } = await open()
    seat.store.seen(attentive)
    await clock.advance(1000)

    seat.store.seen(away)
    say(bob, 'five')
    await clock.advance(100)

    expect(seat.unreadAbove()).toBe('said-5')
  })

  test('does not appear for what is read by the time the focus is back', async () => {
    const stage = createStage()
    const seat = stage.sit(ada)
    await stage.clock.advance(100)
    seat.store.seen(attentive)
    seat.store.seen(away)
    await stage.clock.advance(1000)

    seat.store.seen(attentive)
    stage.say(bob, 'seen at once')
    await stage.clock.advance(100)

    expect(seat.unreadAbove()).toBeUndefined()
  })

  test('survives that everything is loaded anew', async () => {
    const { clock, seat } = await open()

    seat.store.reload()
    await clock.advance(1000)

    expect(seat.unreadAbove()).toBe('said-3')
  })
})
