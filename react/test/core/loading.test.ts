import { describe, expect, test } from 'vitest'
import { refusal } from '../../src/testing/index.js'
import { ada, bob, countRequests, createStage, cyd, type StageOptions } from './harness.js'

/** A room with one reader who has everything and whose requests are counted from now on. */
async function open(options: StageOptions = {}) {
  const stage = createStage(options)
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { ...stage, seat, counts: countRequests(seat) }
}

describe('everything is loaded anew', () => {
  test('when more than 1,000 changes were missed', async () => {
    const { clock, say, seat, counts } = await open()
    seat.connection.cutLink()
    for (let said = 0; said < 1300; said += 1) {
      say(bob, 'missed')
    }

    seat.connection.restore()
    await clock.advance(2000)

    expect(counts.snapshot).toBe(1)
    expect(seat.contents()).toHaveLength(50)
    expect(seat.view().hasOlder).toBe(true)
  })

  test('when the log no longer reaches back so far', async () => {
    const { clock, room, say, seat, counts } = await open()
    seat.connection.cutLink()
    say(bob, 'missed')
    room.prune(room.head())

    seat.connection.restore()
    await clock.advance(2000)

    expect(counts.snapshot).toBe(1)
    expect(seat.contents()).toEqual(['missed'])
  })

  test('when the database was restored, and what is unsent stays', async () => {
    const { clock, room, say, seat } = await open()
    say(bob, 'kept')
    await clock.advance(20)
    const kept = room.head()
    say(bob, 'undone')
    await clock.advance(20)
    seat.connection.hooks.onRequest = (name) => {
      if (name === 'send') {
        throw refusal(403, 'muted')
      }
    }
    const failed = seat.store.send('failed')
    await clock.advance(20)
    expect(seat.contents()).toEqual(['kept', 'undone', 'failed'])

    room.restore(kept)
    say(bob, 'instead')
    await clock.advance(1000)

    expect(seat.contents()).toEqual(['kept', 'instead', 'failed'])
    expect(seat.row(failed)?.status).toBe('failed')
  })

  test('when the database was restored and nobody said anything since', async () => {
    const { clock, room, say, seat } = await open()
    const before = room.head()
    say(bob, 'undone')
    await clock.advance(20)

    room.restore(before)
    await clock.advance(61_000)

    expect(seat.contents()).toEqual([])
  })

  test('and late events of the former epoch are dropped', async () => {
    const { clock, room, say, seat, counts } = await open()
    seat.connection.faults.delay = 10_000
    say(bob, 'undone')
    seat.connection.faults.delay = 0
    room.restore(room.head() - 1)
    say(bob, 'instead')
    await clock.advance(1000)
    const before = { ...counts }

    await clock.advance(20_000)

    expect(seat.contents()).toEqual(['instead'])
    expect(counts).toEqual(before)
  })

  test('when the reader asks for it, and what is unsent stays', async () => {
    const { clock, seat, say, counts } = await open()
    seat.connection.cut()
    say(bob, 'there')
    const id = seat.store.send('queued')
    seat.connection.environment.setVisible(true)

    seat.store.reload()
    expect(seat.row(id)?.status).toBe('queued')
    seat.connection.restore()
    await clock.advance(40_000)

    expect(counts.snapshot).toBeGreaterThan(0)
    expect(seat.contents()).toEqual(['there', 'queued'])
  })
})

describe('a room that cannot be loaded', () => {
  test('is tried again while the failure may pass', async () => {
    const stage = createStage()
    const seat = stage.sit(ada)
    seat.connection.faults.failRequest = 1
    await stage.clock.advance(5000)
    expect(seat.view().phase).toBe('loading')

    seat.connection.faults.failRequest = 0
    await stage.clock.advance(30_000)

    expect(seat.view().phase).toBe('ready')
  })

  test('fails when the server refuses, until it is loaded again', async () => {
    const stage = createStage()
    const seat = stage.sit(cyd)
    await stage.clock.advance(100)
    expect(seat.view().phase).toBe('failed')
    expect(seat.view().error).toMatchObject({ code: 403, hint: 'not_a_participant' })
    stage.room.join(cyd)
    await stage.clock.advance(120_000)
    expect(seat.view().phase).toBe('failed')

    seat.store.reload()
    await stage.clock.advance(100)

    expect(seat.view().phase).toBe('ready')
    expect(seat.view().error).toBeUndefined()
  })

  test('is tried again while the session is being renewed', async () => {
    const stage = createStage()
    const seat = stage.sit(ada)
    seat.connection.hooks.onRequest = () => {
      throw refusal(401, 'sign_in_needed')
    }
    await stage.clock.advance(2000)
    expect(seat.view().phase).toBe('loading')

    seat.connection.hooks.onRequest = () => undefined
    await stage.clock.advance(5000)

    expect(seat.view().phase).toBe('ready')
  })

  test('is tried again when the server never answers', async () => {
    const stage = createStage()
    const seat = stage.sit(ada)
    seat.connection.hooks.onRequest = () => new Promise(() => undefined)
    await stage.clock.advance(14_000)
    seat.connection.hooks.onRequest = () => undefined

    await stage.clock.advance(2000)

    expect(seat.view().phase).toBe('ready')
  })
})
