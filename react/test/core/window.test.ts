import { describe, expect, test } from 'vitest'
import { defaults } from '../../src/core/index.js'
import { ada, attentive, bob, createStage } from './harness.js'

/** A room with so many messages, of which the newest 50 are loaded. */
async function open(count: number) {
  const stage = createStage()
  const ids = Array.from({ length: count }, () => stage.say(bob, 'said'))
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  const { store } = seat
  const places = () => seat.messages().map(({ message }) => message.seq ?? 0)
  const ends = () => [places()[0], places().at(-1)]
  const idAt = (seq: number) => ids[seq - 1] ?? 'none'
  /** Waits for what was asked for. */
  const after = async (asked: Promise<void>) => {
    await stage.clock.advance(50)
    await asked
  }
  return {
    ...stage,
    seat,
    store,
    ends,
    idAt,
    after,
    around: (seq: number) => after(store.around(idAt(seq))),
  }
}

describe('a message far back', () => {
  test('is shown with those before and after it, and with nothing new', async () => {
    const { seat, around, ends, say, clock } = await open(500)

    await around(200)
    say(bob, 'new')
    await clock.advance(100)

    expect(ends()).toEqual([175, 224])
    expect(seat.view()).toMatchObject({ hasOlder: true, hasNewer: true, unreadCount: 501 - 450 })
    expect(seat.contents()).not.toContain('new')
  })

  test('leads on to both sides, and seamlessly to the newest', async () => {
    const { seat, store, around, after, ends, say, clock } = await open(300)
    await around(200)

    await after(store.loadOlder())
    expect(ends()).toEqual([125, 224])
    say(bob, 'new')
    await clock.advance(100)
    await after(store.loadNewer())
    expect(ends()).toEqual([125, 301])
    expect(seat.view()).toMatchObject({ hasOlder: true, hasNewer: false })
    say(bob, 'newer')
    await clock.advance(100)

    expect(seat.contents().at(-1)).toBe('newer')
  })

  test('that is near the newest makes the window longer', async () => {
    const { seat, around, ends } = await open(300)

    await around(240)

    expect(ends()).toEqual([215, 300])
    expect(seat.view().hasNewer).toBe(false)
  })

  test('is left for the newest, which were never away', async () => {
    const { seat, store, around, ends } = await open(300)
    await around(100)

    store.latest()

    expect(ends()).toEqual([251, 300])
    expect(seat.view().hasNewer).toBe(false)
  })

  test('is left by whoever writes', async () => {
    const { store, around, seat } = await open(300)
    await around(100)

    store.send('mine')

    expect(seat.contents().at(-1)).toBe('mine')
    expect(seat.messages()).toHaveLength(51)
  })

  test('is left by asking for one of the newest', async () => {
    const { around, ends } = await open(300)
    await around(100)

    await around(290)

    expect(ends()).toEqual([251, 300])
  })

  test('of two asked for in turn the later is shown', async () => {
    const { clock, store, idAt, ends } = await open(500)

    const both = [store.around(idAt(100)), store.around(idAt(300))]
    await clock.advance(100)
    await Promise.all(both)

    expect(ends()).toEqual([275, 324])
  })

  test('waits for the room', async () => {
    const stage = createStage()
    const ids = Array.from({ length: 300 }, () => stage.say(bob, 'said'))
    const seat = stage.sit(ada)

    const shown = seat.store.around(ids[99] ?? 'none')
    await stage.clock.advance(200)
    await shown

    expect(seat.messages()[0]?.message.seq).toBe(75)
  })

  test('that is not in the room is an error, and what is shown stays', async () => {
    const { clock, store, ends } = await open(300)

    const failed = expect(store.around('none')).rejects.toMatchObject({ code: 404 })
    await clock.advance(100)
    await failed

    expect(ends()).toEqual([251, 300])
  })
})

describe('in old messages', () => {
  test('edits, deletions and reactions are shown as they come', async () => {
    const { seat, room, around, idAt, clock } = await open(300)
    await around(100)

    room.edit(idAt(100), 'changed')
    room.remove(idAt(101))
    room.react(bob.id, idAt(102), '👍')
    await clock.advance(100)

    expect(seat.row(idAt(100))?.message.content).toBe('changed')
    expect(seat.row(idAt(101))?.message.deletedAt).toBeDefined()
    expect(seat.row(idAt(102))?.reactions).toMatchObject([{ emoji: '👍', count: 1 }])
  })

  test('a change that comes while they are loaded is not lost', async () => {
    const { seat, store, room, idAt, clock } = await open(300)
    seat.connection.faults.requestDelay = 0

    const shown = store.around(idAt(100))
    seat.connection.faults.requestDelay = 2000
    room.edit(idAt(100), 'changed')
    room.react(bob.id, idAt(100), '👍')
    await clock.advance(5000)
    await shown

    expect(seat.row(idAt(100))).toMatchObject({
      message: { content: 'changed' },
      reactions: [{ emoji: '👍' }],
    })
  })

  test('one may edit, delete and react', async () => {
    const { seat, store, room, around, idAt, clock } = await open(300)
    await around(100)

    store.react(idAt(100), '🎉')
    await clock.advance(500)

    expect(seat.row(idAt(100))?.reactions).toMatchObject([{ emoji: '🎉', mine: true }])
    expect(room.reactions(room.messages())).toHaveLength(1)
  })

  test('looking at their end reads nothing new', async () => {
    const { seat, store, around } = await open(300)
    await around(100)

    store.seen(attentive)

    expect(seat.view().unreadCount).toBe(50)
  })

  test('no more are kept than the limit; those at the far end go', async () => {
    const { store, around, after, ends, seat } = await open(2000)
    await around(900)

    for (let page = 0; page < 20; page += 1) {
      await after(store.loadOlder())
    }
    expect(seat.messages().length).toBeLessThanOrEqual(defaults.keptMessages)
    expect(ends()[0]).toBe(1)
    expect(seat.view().hasNewer).toBe(true)
    while (seat.view().hasNewer) {
      await after(store.loadNewer())
      expect(seat.messages().length).toBeLessThanOrEqual(defaults.keptMessages + 50)
    }

    expect(ends()[1]).toBe(2000)
    expect(seat.view().hasOlder).toBe(true)
  })
})
