import { describe, expect, test } from 'vitest'
import { ChatError } from '../../src/core/index.js'
import { networkFailure, refusal } from '../../src/testing/index.js'
import { ada, bob, createStage, failing, mend, type Seat, type Stage } from './harness.js'

const status = (code: number, retryAfterMs?: number) =>
  new ChatError('do that', 'not now', { code, retryable: true, retryAfterMs })

async function open(): Promise<{ readonly stage: Stage; readonly seat: Seat }> {
  const stage = createStage()
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { stage, seat }
}

describe('a new message', () => {
  test('is sending when online', async () => {
    const { seat } = await open()

    const id = seat.store.send('hello')

    expect(seat.row(id)).toMatchObject({ own: true, status: 'sending', author: ada })
  })

  test('is queued when offline', async () => {
    const { stage, seat } = await open()
    seat.connection.cut()

    const id = seat.store.send('hello')
    await stage.clock.advance(60_000)

    expect(seat.row(id)?.status).toBe('queued')
    expect(stage.room.messages()).toEqual([])
  })

  test('stands after everything the server has confirmed', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', networkFailure)

    seat.store.send('mine')
    stage.say(bob, 'theirs')
    await stage.clock.advance(100)

    expect(seat.contents()).toEqual(['theirs', 'mine'])
  })
})

describe('a queued message', () => {
  test('is sent once the device is online again', async () => {
    const { stage, seat } = await open()
    seat.connection.cut()
    const id = seat.store.send('hello')

    seat.connection.hooks.onRequest = () =>
      new Promise((resolve) => {
        stage.clock.after(50, resolve)
      })
    seat.connection.restore()
    await stage.clock.advance(20)
    expect(seat.row(id)?.status).toBe('sending')
    await stage.clock.advance(100)

    expect(seat.row(id)?.status).toBe('sent')
  })

  test('goes away when it is discarded', async () => {
    const { stage, seat } = await open()
    seat.connection.cut()
    const id = seat.store.send('hello')

    seat.store.discard(id)
    seat.connection.restore()
    await stage.clock.advance(1000)

    expect(seat.row(id)).toBeUndefined()
    expect(stage.room.messages()).toEqual([])
  })

  test('is not sent unasked after a day', async () => {
    const { stage, seat } = await open()
    seat.connection.cut()
    const id = seat.store.send('hello')
    await stage.clock.advance(25 * 3_600_000)

    seat.connection.restore()
    await stage.clock.advance(1000)

    expect(seat.row(id)).toMatchObject({ status: 'failed', retryable: true })
    expect(stage.room.messages()).toEqual([])
  })
})

describe('a message that the database numbers', () => {
  test('is one row from its writing to its echo', async () => {
    const stage = createStage({ numbersMessages: true })
    const seat = stage.sit(ada)
    await stage.clock.advance(100)

    const id = seat.store.send('hello')
    const other = seat.store.send('again')
    await stage.clock.advance(1000)

    expect(seat.messages().map(({ key, message }) => [key, message.id])).toEqual([
      [id, '1'],
      [other, '2'],
    ])
    expect(seat.row(id)?.status).toBe('sent')
  })

  test('is confirmed by its echo when the reply is lost', async () => {
    const stage = createStage({ numbersMessages: true })
    const seat = stage.sit(ada)
    await stage.clock.advance(100)
    seat.connection.hooks.onAnswer = (name) => {
      if (name === 'send') {
        throw networkFailure()
      }
    }

    const id = seat.store.send('hello')
    await stage.clock.advance(20_000)

    expect(seat.contents()).toEqual(['hello'])
    expect(seat.row(id)?.status).toBe('sent')
  })
})

describe('a message that is being sent', () => {
  test('is sent by the reply, and its echo changes nothing', async () => {
    const { stage, seat } = await open()
    seat.connection.faults.delay = 5000
    const id = seat.store.send('hello')
    await stage.clock.advance(100)
    const confirmed = seat.row(id)

    await stage.clock.advance(10_000)

    expect(confirmed?.status).toBe('sent')
    expect(seat.row(id)).toBe(confirmed)
  })

  test('is sent by the echo, and the reply changes nothing', async () => {
    const { stage, seat } = await open()
    seat.connection.faults.requestDelay = 0
    seat.connection.hooks.onAnswer = () =>
      new Promise((resolve) => {
        stage.clock.after(5000, resolve)
      })
    const id = seat.store.send('hello')
    await stage.clock.advance(100)
    const confirmed = seat.row(id)

    await stage.clock.advance(10_000)

    expect(confirmed?.status).toBe('sent')
    expect(seat.row(id)).toBe(confirmed)
  })

  test('is sent by a reply that comes after the deadline', async () => {
    const { stage, seat } = await open()
    seat.connection.faults.drop = 1
    let answers = 0
    seat.connection.hooks.onAnswer = (name) => {
      answers += name === 'send' ? 1 : 0
      return new Promise((resolve) => {
        stage.clock.after(answers === 1 ? 10_200 : 60_000, resolve)
      })
    }
    const id = seat.store.send('hello')

    await stage.clock.advance(10_300)

    expect(seat.row(id)?.status).toBe('sent')
  })

  test('keeps its row, by key, from creation to confirmation', async () => {
    const { stage, seat } = await open()
    const id = seat.store.send('hello')
    const before = seat.view().rows.map(({ key }) => key)

    await stage.clock.advance(100)

    expect(before).toContain(id)
    expect(seat.view().rows.map(({ key }) => key)).toEqual(before)
  })

  test.each([
    ['the network fails', networkFailure()],
    ['status 408', status(408)],
    ['status 425', status(425)],
    ['status 429', status(429)],
    ['status 500', status(500)],
    ['status 503', status(503)],
  ])('is tried again after 1, 2, 4, 8 and 16 s when %s, then fails', async (_why, error) => {
    const { stage, seat } = await open()
    const tries = failing(seat, 'send', () => error)
    const id = seat.store.send('hello')
    await stage.clock.advance(1)
    const counts = [tries()]

    for (const ms of [1000, 2000, 4000, 8000, 16_000]) {
      await stage.clock.advance(ms - 2)
      expect(tries()).toBe(counts.at(-1))
      expect(seat.row(id)?.status).toBe('sending')
      await stage.clock.advance(2)
      counts.push(tries())
    }

    expect(counts).toEqual([1, 2, 3, 4, 5, 6])
    expect(seat.row(id)).toMatchObject({ status: 'failed', retryable: true })
    expect(seat.row(id)?.error?.message).toContain('unable to')
  })

  test('waits between tries half as long or half as long again, by chance', async () => {
    for (const [random, ms] of [
      [0, 500],
      [0.999, 1499],
    ] as const) {
      const stage = createStage({ random: () => random })
      const seat = stage.sit(ada)
      await stage.clock.advance(2000)
      const tries = failing(seat, 'send', networkFailure)
      seat.store.send('hello')

      await stage.clock.advance(ms - 1)
      expect(tries()).toBe(1)
      await stage.clock.advance(2)
      expect(tries()).toBe(2)
    }
  })

  test('waits as long as the server asked for', async () => {
    const { stage, seat } = await open()
    const tries = failing(seat, 'send', () => status(429, 5000))
    seat.store.send('hello')

    await stage.clock.advance(4999)
    expect(tries()).toBe(1)
    await stage.clock.advance(2)
    expect(tries()).toBe(2)
  })

  test('is tried again when there is no answer for 10 s', async () => {
    const { stage, seat } = await open()
    let tries = 0
    seat.connection.hooks.onRequest = () => {
      tries += 1
      return tries === 1 ? new Promise(() => undefined) : undefined
    }
    const id = seat.store.send('hello')

    await stage.clock.advance(9999)
    expect(tries).toBe(1)
    await stage.clock.advance(1002)

    expect(tries).toBeGreaterThan(1)
    expect(seat.row(id)?.status).toBe('sent')
  })

  test('goes back to the queue when the device goes offline, at no cost of tries', async () => {
    const { stage, seat } = await open()
    const tries = failing(seat, 'send', networkFailure)
    const id = seat.store.send('hello')
    await stage.clock.advance(7500)
    expect(tries()).toBe(4)

    seat.connection.cut()
    await stage.clock.advance(20)
    expect(seat.row(id)?.status).toBe('queued')
    await stage.clock.advance(60_000)
    expect(tries()).toBe(4)
    seat.connection.restore()
    await stage.clock.advance(30_000)

    expect(seat.row(id)?.status).toBe('sending')
  })

  test.each([400, 403, 404, 409, 422])('fails for good on status %i', async (code) => {
    const { stage, seat } = await open()
    const tries = failing(seat, 'send', () => refusal(code, 'muted'))
    const id = seat.store.send('hello')

    await stage.clock.advance(60_000)

    expect(tries()).toBe(1)
    expect(seat.row(id)).toMatchObject({
      status: 'failed',
      retryable: false,
      message: { content: 'hello' },
    })
  })

  test('cannot be discarded', async () => {
    const { stage, seat } = await open()
    const id = seat.store.send('hello')

    seat.store.discard(id)
    await stage.clock.advance(100)

    expect(seat.row(id)?.status).toBe('sent')
  })
})

describe('a failed message', () => {
  test('is sent again under the same id when the reader retries', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', networkFailure)
    const id = seat.store.send('hello')
    await stage.clock.advance(40_000)
    mend(seat)

    seat.store.retry(id)
    expect(seat.row(id)?.status).toBe('sending')
    await stage.clock.advance(100)

    expect(seat.row(id)?.status).toBe('sent')
    expect(stage.room.messages().map((message) => message.id)).toEqual([id])
  })

  test('stays failed on retry when that is hopeless', async () => {
    const { stage, seat } = await open()
    const tries = failing(seat, 'send', () => refusal(403, 'muted'))
    const id = seat.store.send('hello')
    await stage.clock.advance(100)

    seat.store.retry(id)
    await stage.clock.advance(100)

    expect(tries()).toBe(1)
    expect(seat.row(id)?.status).toBe('failed')
  })

  test('goes away when it is discarded', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', () => refusal(403, 'muted'))
    const id = seat.store.send('hello')
    await stage.clock.advance(100)

    seat.store.discard(id)

    expect(seat.row(id)).toBeUndefined()
  })

  test('does not hold up the ones after it', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', () => refusal(400, 'content_length'))
    seat.store.send('bad')
    await stage.clock.advance(100)
    mend(seat)

    const id = seat.store.send('good')
    await stage.clock.advance(100)

    expect(seat.row(id)?.status).toBe('sent')
  })

  test('becomes sent when it turns out that the server has it', async () => {
    const { stage, seat } = await open()
    seat.connection.faults.drop = 1
    seat.connection.faults.loseAnswer = 1
    const id = seat.store.send('hello')
    await stage.clock.advance(100_000)
    expect(seat.row(id)?.status).toBe('failed')

    Object.assign(seat.connection.faults, { drop: 0, loseAnswer: 0 })
    await stage.clock.advance(100_000)

    expect(seat.row(id)?.status).toBe('sent')
    expect(seat.contents()).toEqual(['hello'])
  })
})
