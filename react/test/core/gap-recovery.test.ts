import { describe, expect, test } from 'vitest'
import { defaults } from '../../src/core/defaults.js'
import { networkFailure } from '../../src/testing/index.js'
import {
  ada,
  attentive,
  bob,
  countRequests,
  createStage,
  type Seat,
  type StageOptions,
} from './harness.js'

/** A room with one reader who has everything and whose requests are counted from now on. */
async function open(options: StageOptions = {}) {
  const stage = createStage(options)
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { ...stage, seat, counts: countRequests(seat) }
}

async function loseOne(say: () => void, seat: Seat, advance: () => Promise<void>): Promise<void> {
  seat.connection.faults.drop = 1
  say()
  await advance()
  seat.connection.faults.drop = 0
}

describe('a room that was deleted and made again under its id', () => {
  /** Makes the reader's room again, with a log that begins anew in the same epoch. */
  async function remade(options: StageOptions = {}) {
    const stage = await open(options)
    for (let said = 0; said < 20; said += 1) {
      stage.say(bob, 'of the former room')
    }
    await stage.clock.advance(20_000)
    const again = stage.server.createRoom({ id: stage.room.id, members: [ada, bob] })
    return { ...stage, again }
  }

  test('is loaded anew when it is told where its log begins', async () => {
    const { again, clock, seat } = await remade()

    await clock.advance(100)
    again.post(bob.id, { id: 'anew-1', content: 'of the new room' })
    await clock.advance(100)

    expect(seat.contents()).toEqual(['of the new room'])
  })

  test('is loaded anew when it is told where its log ends, and nothing of the former one stays', async () => {
    const { again, clock, seat } = await remade({ heads: true })
    seat.connection.faults.drop = 1
    again.post(bob.id, { id: 'anew-1', content: 'of the new room' })
    seat.store.seen(attentive)
    await clock.advance(500)
    seat.connection.faults.drop = 0

    await clock.advance(3000)

    expect(seat.contents()).toEqual(['of the new room'])
    expect(again.cursors()).toContainEqual({ user_id: ada.id, read_seq: 1, delivered_seq: 1 })
  })
})

describe('an event', () => {
  test('that was applied before is dropped', async () => {
    const { clock, say, seat, counts } = await open()
    seat.connection.faults.repeat = 1

    say(bob, 'once')
    await clock.advance(1000)

    expect(seat.contents()).toEqual(['once'])
    expect(counts.changes).toBe(0)
  })

  test('that continues what we have is applied at once', async () => {
    const { clock, say, seat } = await open()

    say(bob, 'next')
    await clock.advance(0)

    expect(seat.contents()).toEqual(['next'])
  })

  test('that leaves a hole waits 250 ms, then the hole is fetched', async () => {
    const { clock, say, seat, counts } = await open()
    await loseOne(
      () => say(bob, 'lost'),
      seat,
      () => clock.advance(20),
    )

    say(bob, 'after')
    await clock.advance(249)
    expect(seat.contents()).toEqual([])
    expect(counts.changes).toBe(0)
    await clock.advance(20)

    expect(counts.changes).toBe(1)
    expect(seat.contents()).toEqual(['lost', 'after'])
  })

  test('that only came too early is applied without a fetch', async () => {
    const { clock, say, seat, counts } = await open()
    seat.connection.faults.delay = 200
    say(bob, 'late')
    await clock.advance(20)
    seat.connection.faults.delay = 0

    say(bob, 'early')
    await clock.advance(1000)

    expect(seat.contents()).toEqual(['late', 'early'])
    expect(counts.changes).toBe(0)
  })

  test('that is too large to publish is fetched at once', async () => {
    const { clock, room, seat, counts } = await open()
    const id = room.post(bob.id, { id: 'large', content: 'short' }).id
    await clock.advance(20)

    room.edit(id, 'x'.repeat(9000))
    await clock.advance(20)

    expect(counts.changes).toBe(1)
    expect(seat.contents()).toEqual(['x'.repeat(9000)])
  })

  test('of a kind nobody knows still moves the number on', async () => {
    const { clock, room, say, seat, counts } = await open()

    room.touch()
    say(bob, 'next')
    await clock.advance(1000)

    expect(seat.contents()).toEqual(['next'])
    expect(counts.changes).toBe(0)
  })

  test('tells the head, and what is missing before it is fetched at once', async () => {
    const { clock, say, seat, counts } = await open({ heads: true })
    seat.connection.faults.drop = 1
    say(bob, 'lost')
    await clock.advance(500)
    seat.connection.faults.drop = 0

    await clock.advance(520)

    expect(counts.changes).toBe(1)
    expect(seat.contents()).toEqual(['lost'])
  })

  test('that tells a head we have starts nothing', async () => {
    const { clock, say, counts } = await open({ heads: true })

    say(bob, 'here')
    await clock.advance(11_000)

    expect(counts.changes).toBe(0)
  })
})

describe('changes are fetched', () => {
  test('and the number of the change counts, not the one in its data', async () => {
    const { clock, room, say, seat } = await open()
    const id = say(bob, 'removed')
    await clock.advance(20)
    await loseOne(
      () => {
        room.remove(id)
      },
      seat,
      () => clock.advance(20),
    )

    say(bob, 'after')
    await clock.advance(300)

    expect(seat.contents()).toEqual(['', 'after'])
  })

  test('page by page until level', async () => {
    const { clock, say, seat, counts } = await open()
    seat.connection.faults.drop = 1
    for (let said = 0; said < 450; said += 1) {
      say(bob, 'lost')
    }
    await clock.advance(20)
    seat.connection.faults.drop = 0

    say(bob, 'last')
    await clock.advance(300)

    expect(counts.changes).toBe(3)
    expect(seat.contents()).toHaveLength(451)
  })

  test('after every rejoin, at a random moment within a second', async () => {
    const { clock, say, seat, counts } = await open()
    seat.connection.cutLink()
    say(bob, 'missed')
    await clock.advance(100)

    seat.connection.restore()
    await clock.advance(480)
    expect(counts.changes).toBe(0)
    await clock.advance(60)

    expect(counts.changes).toBe(1)
    expect(seat.contents()).toEqual(['missed'])
  })

  test('when the device is online again', async () => {
    const { clock, seat, counts } = await open()
    seat.connection.cut()
    await clock.advance(100)

    seat.connection.restore()
    await clock.advance(1000)

    expect(counts.changes).toBeGreaterThan(0)
  })

  test('when the page was hidden for 30 s and is visible again', async () => {
    const { clock, seat, counts } = await open()
    seat.connection.environment.setVisible(false)
    await clock.advance(30_000)

    seat.connection.environment.setVisible(true)
    await clock.advance(20)

    expect(counts.changes).toBe(1)
  })

  test('not when the page was hidden for a moment', async () => {
    const { clock, seat, counts } = await open()
    seat.connection.environment.setVisible(false)
    await clock.advance(29_000)

    seat.connection.environment.setVisible(true)
    await clock.advance(20)

    expect(counts.changes).toBe(0)
  })

  test('every minute while live', async () => {
    const { clock, counts } = await open()

    await clock.advance(59_000)
    expect(counts.changes).toBe(0)
    await clock.advance(61_000)

    expect(counts.changes).toBe(2)
  })

  test('every 15 s while the link is down', async () => {
    const { clock, say, seat, counts } = await open()
    seat.connection.cutLink()
    say(bob, 'missed')

    await clock.advance(15_100)

    expect(counts.changes).toBe(1)
    expect(seat.contents()).toEqual(['missed'])
  })

  test('not at all while the page is hidden', async () => {
    const { clock, seat, counts } = await open()
    seat.connection.environment.setVisible(false)

    await clock.advance(200_000)

    expect(counts.changes).toBe(0)
  })

  test('again after a failure, with growing waits', async () => {
    const { clock, say, seat } = await open()
    const tries: number[] = []
    seat.connection.hooks.onRequest = () => {
      tries.push(clock.now())
      throw networkFailure()
    }
    await loseOne(
      () => say(bob, 'lost'),
      seat,
      () => clock.advance(20),
    )
    say(bob, 'after')
    await clock.advance(60_000)

    const waits = tries.slice(1).map((at, nth) => at - (tries[nth] ?? 0))
    expect(waits.slice(0, 4)).toEqual([500, 750, 1250, 2250])
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000)
  })

  test('at most a few times when the answers lead nowhere, then all is loaded anew', async () => {
    const { clock, room, say, seat, counts } = await open()
    const real = room.changes
    Object.assign(room, {
      changes: (afterRev: number, limit: number) => ({
        ...real(afterRev, limit),
        items: [],
        through: afterRev,
      }),
    })
    await loseOne(
      () => say(bob, 'lost'),
      seat,
      () => clock.advance(20),
    )

    say(bob, 'after')
    await clock.advance(10_000)
    expect(counts.changes).toBeLessThanOrEqual(5)
    await clock.advance(60_000)

    expect(counts.snapshot).toBeGreaterThan(0)
    expect(seat.contents()).toEqual(['lost', 'after'])
  })
})

test('a hole that closes by itself right after an answer does not end the asking for news', async () => {
  let random = 0
  const { clock, say, sit } = createStage({ random: () => random })
  const seat = sit(ada)
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  seat.connection.hooks.onAnswer = (name) => (name === 'changes' ? held : undefined)
  await clock.advance(20)
  random = 0.5
  seat.connection.faults.delay = 200
  say(bob, 'late')
  seat.connection.faults.delay = 0
  say(bob, 'ahead of it')
  await clock.advance(20)

  letGo()
  await clock.advance(200)
  expect(seat.contents()).toEqual(['late', 'ahead of it'])
  expect(seat.view().connection).toBe('connected')

  seat.connection.faults.drop = 1
  say(bob, 'lost')
  await clock.advance(defaults.pollConnected)
  expect(seat.contents()).toEqual(['late', 'ahead of it', 'lost'])
})
