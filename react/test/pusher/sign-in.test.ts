import { describe, expect, test } from 'vitest'
import { authorised, createPusherHarness, createRecorder } from './pusher-harness.js'

const room = { roomId: 'r1', visibility: 'private' } as const

/** What an endpoint that answers with this status makes of pusher-js's request. */
function answered(status: number): Error {
  return Object.assign(new Error(`the server answered ${status}`), { status })
}

async function join(options: Parameters<typeof createPusherHarness>[0] = {}, answer?: Error) {
  const harness = createPusherHarness(options)
  harness.signIn.answer = answer
  harness.realtime.join(room, createRecorder().listener)
  await authorised()
  return harness
}

/** A source of renewed tokens, told by hand. */
function createRenewals() {
  const listeners = new Set<() => void>()
  return {
    renewals: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    renew: () => {
      for (const listener of listeners) {
        listener()
      }
    },
  }
}

describe('signing in', () => {
  test('waits for the first room and is asked for once', async () => {
    const harness = createPusherHarness()
    await authorised()
    expect(harness.signIn.asked).toBe(0)

    harness.realtime.join(room, createRecorder().listener)
    harness.realtime.join({ ...room, roomId: 'r2' }, createRecorder().listener)
    await authorised()

    expect(harness.signIn.asked).toBe(1)
    expect(harness.sent.find(({ event }) => event === 'pusher:signin')?.data).toEqual({
      auth: 'key:signature',
      user_data: '{"id":"ada","n":1}',
    })
  })

  test('is left to the app that wants it so', async () => {
    const { signIn } = await join({ signIn: false })

    expect(signIn.asked).toBe(0)
  })

  test('is done anew on every connection', async () => {
    const { setState, signIns } = await join()

    setState('connecting')
    setState('connected')
    await authorised()

    expect(signIns()).toBe(2)
  })

  test.each([answered(503), answered(500), answered(429), new Error('no network')])(
    'is tried again until the endpoint is back: %s',
    async (away) => {
      const { clock, signIn, signIns } = await join({}, away)
      await clock.advance(10_000)
      expect(signIn.asked).toBeGreaterThan(2)
      expect(signIns()).toBe(0)

      signIn.answer = undefined
      await clock.advance(60_000)

      expect(signIns()).toBe(1)
    },
  )

  test('waits longer after every failure', async () => {
    const { clock, signIn } = await join({}, answered(503))

    await clock.advance(600_000)

    // With half a minute at most between two tries, half of it on average.
    expect(signIn.asked).toBeLessThan(600_000 / 10_000)
  })

  test('is not tried again when it is refused, but on the next connection', async () => {
    const { clock, setState, signIn } = await join({}, answered(403))
    await clock.advance(600_000)
    // pusher-js keeps the status of a custom handler's error to itself, so one try finds it out.
    expect(signIn.asked).toBe(2)

    setState('connecting')
    setState('connected')
    await authorised()

    expect(signIn.asked).toBe(3)
  })

  test('is not tried again when pusher-js says that it was refused', async () => {
    const { clock, pusher, signIn } = await join()

    pusher.user.emit('pusher:signin_error', { type: 'AuthError', error: 'no', status: 403 })
    await clock.advance(600_000)

    expect(signIn.asked).toBe(1)
  })

  test('is given up with the connection it was for', async () => {
    const { clock, setState, signIn } = await join({}, answered(503))

    setState('unavailable')
    await clock.advance(600_000)

    expect(signIn.asked).toBe(1)
    expect(clock.timers()).toBe(0)
  })
})

describe('a renewed token', () => {
  test('is told to the server at once, on the same connection', async () => {
    const source = createRenewals()
    const { signIns, sent } = await join({ renewals: source.renewals })

    source.renew()
    await authorised()

    expect(signIns()).toBe(2)
    expect(sent.at(-1)).toMatchObject({
      event: 'pusher:signin',
      data: { user_data: '{"id":"ada","n":2}' },
    })
  })

  test('is told although the endpoint is away for a moment', async () => {
    const source = createRenewals()
    const { clock, signIn, signIns } = await join({ renewals: source.renewals })
    signIn.answer = answered(503)
    source.renew()
    await clock.advance(5000)

    signIn.answer = undefined
    await clock.advance(60_000)

    expect(signIns()).toBe(2)
  })

  test('makes up for a refusal of the one before', async () => {
    const source = createRenewals()
    const { signIn, signIns } = await join({ renewals: source.renewals }, answered(403))
    signIn.answer = undefined

    source.renew()
    await authorised()

    expect(signIns()).toBe(1)
  })

  test('needs no word while there is no connection: the next one signs in with it', async () => {
    const source = createRenewals()
    const { setState, signIn } = await join({ renewals: source.renewals })
    setState('connecting')

    source.renew()
    await authorised()

    expect(signIn.asked).toBe(1)
  })

  test('is of no use to a connection that came to its end while it was asked for', async () => {
    const source = createRenewals()
    const { pusher, signIns } = await join({ renewals: source.renewals })

    source.renew()
    pusher.connection.socket_id = '9.9'
    await authorised()

    expect(signIns()).toBe(1)
  })
})
