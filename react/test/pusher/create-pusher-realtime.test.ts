import { describe, expect, test } from 'vitest'
import { authorised, createPusherHarness, createRecorder } from './pusher-harness.js'

const privateRoom = { roomId: 'r1', visibility: 'private' } as const
const messages = 'private-room-r1'
const presence = 'presence-room-r1'

function join() {
  const harness = createPusherHarness()
  const recorder = createRecorder()
  const channel = harness.realtime.join(privateRoom, recorder.listener)
  channel.setPresent(true)
  return { ...harness, ...recorder, channel }
}

const names = (pusher: ReturnType<typeof createPusherHarness>['pusher']) =>
  pusher.allChannels().map(({ name }) => name)

describe('joining', () => {
  test('subscribes to the messages and the presence of a private room', () => {
    const { pusher } = join()

    expect(names(pusher)).toEqual([messages, presence])
  })

  test('subscribes to the messages of a public room by their public name', () => {
    const { pusher, realtime } = createPusherHarness()

    realtime.join({ roomId: 'r1', visibility: 'public' }, createRecorder().listener)

    expect(names(pusher)).toEqual(['room-r1'])
  })

  test('subscribes to the encrypted messages of a private room where they are', () => {
    const { pusher, realtime } = createPusherHarness({ encrypted: true })
    const { listener } = createRecorder()

    realtime.join(privateRoom, listener)
    realtime.join({ roomId: 'r2', visibility: 'public' }, listener)

    const encrypted = 'private-encrypted-room-r1'
    expect(names(pusher)).toEqual([encrypted, 'room-r2'])
  })

  test('tells when events arrive, on every reconnect anew', () => {
    const { succeed, told } = join()

    succeed(messages)
    succeed(messages)

    expect(told).toEqual(['subscribed', 'subscribed'])
  })

  test('tells of a subscription the app had before, once joining is done', async () => {
    const harness = createPusherHarness()
    harness.pusher.subscribe(messages)
    harness.pusher.subscribe(presence)
    harness.succeed(messages)
    harness.succeed(presence, ['ada', 'bob'])
    const { told, listener } = createRecorder()

    harness.realtime.join(privateRoom, listener).setPresent(true)
    expect(told).toEqual([])
    await Promise.resolve()

    expect(told).toEqual(['subscribed', 'present ada,bob'])
  })

  test('never connects or disconnects', () => {
    const { pusher, channel } = join()

    channel.leave()

    expect(pusher.connection.state).toBe('connected')
  })
})

describe('events', () => {
  test('of any name are passed on with what came', () => {
    const { feed, told } = join()

    feed(messages, 'new-message', { rev: 1 })
    feed(messages, 'something-new', 'text')

    expect(told).toEqual(['new-message {"rev":1}', 'something-new "text"'])
  })

  test('that members can forge are not passed on', () => {
    const { feed, told } = join()

    feed(messages, 'client-new-message', { rev: 1 })

    expect(told).toEqual([])
  })

  test('of the protocol itself are not passed on', () => {
    const { feed, told } = join()

    feed(messages, 'pusher_internal:subscription_count', { subscription_count: 3 })
    feed(messages, 'pusher:cache_miss', {})

    expect(told).toEqual([])
  })
})

describe('presence', () => {
  test('is asked for by participants only, and once', () => {
    const harness = createPusherHarness()
    const channel = harness.realtime.join(privateRoom, createRecorder().listener)
    expect(names(harness.pusher)).toEqual([messages])

    channel.setPresent(true)
    channel.setPresent(true)
    expect(names(harness.pusher)).toEqual([messages, presence])
    harness.succeed(presence, ['ada'])
    channel.setPresent(false)

    expect(names(harness.pusher)).toEqual([messages])
  })

  test('shows nobody to who is not present any more', () => {
    const { succeed, channel, told } = join()
    succeed(presence, ['ada', 'bob'])

    channel.setPresent(false)

    expect(told).toEqual(['present ada,bob', 'present '])
  })

  test('tells how far participants have read where readers of a public room do not listen', () => {
    const { feed, told } = join()

    feed(presence, 'cursors', [{ user_id: 'bob', read_seq: 2, delivered_seq: 2 }])

    expect(told).toEqual(['cursors [{"user_id":"bob","read_seq":2,"delivered_seq":2}]'])
  })

  test('tells who is there, who comes and who goes', () => {
    const { feed, succeed, told } = join()

    succeed(presence, ['ada', 'bob'])
    feed(presence, 'pusher_internal:member_added', { user_id: 'cyd', user_info: { name: 'Cyd' } })
    feed(presence, 'pusher_internal:member_removed', { user_id: 'bob' })

    expect(told).toEqual(['present ada,bob', 'arrived cyd', 'departed bob'])
  })

  test('believes the server, not the sender, about who types', () => {
    const { feed, told } = join()

    feed(presence, 'client-typing', { user_id: 'eve' }, 'bob')
    feed(presence, 'client-typing-stopped', { user_id: 'eve' }, 'bob')
    feed(presence, 'client-typing', { user_id: 'eve' })

    expect(told).toEqual(['bob types', 'bob stopped'])
  })

  test('tells the others that we type, once we are subscribed', async () => {
    const { succeed, sent, channel } = join()
    channel.sendTyping(true)
    expect(sent.filter(({ event }) => event.startsWith('client-'))).toEqual([])
    succeed(presence, ['ada'])
    await authorised()

    channel.sendTyping(true)
    channel.sendTyping(false)

    expect(sent.filter(({ event }) => event.startsWith('client-'))).toEqual([
      { event: 'client-typing', data: { user_id: 'ada' }, channel: presence },
      { event: 'client-typing-stopped', data: { user_id: 'ada' }, channel: presence },
    ])
  })
})

describe('a refusal', () => {
  test.each([
    [{ type: 'AuthError', error: 'not a member', status: 403 }, 403, false],
    [{ type: 'AuthError', error: 'signed out', status: 401 }, 401, false],
    [{ type: 'AuthError', error: 'busy', status: 503 }, 503, true],
    [{ type: 'AuthError', error: 'slow down', status: 429 }, 429, true],
    [{ type: 'AuthError', error: 'no network', status: 0 }, 1003, true],
    [{ type: 'LimitReached', error: 'full', status: 4100 }, 1003, true],
    ['nonsense', 1003, true],
  ])('of messages is told: %j', (data, code, retryable) => {
    const { pusher, errors } = join()

    pusher.channel(messages).emit('pusher:subscription_error', data)

    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({ code, retryable })
    expect(errors[0]?.message).toMatch(/^unable to listen to the room; /)
  })

  test('of presence is told only if it may pass', () => {
    const { pusher, errors } = join()

    pusher.channel(presence).emit('pusher:subscription_error', { status: 403 })
    expect(errors).toEqual([])
    pusher.channel(presence).emit('pusher:subscription_error', { status: 503 })

    expect(errors).toHaveLength(1)
  })
})

describe('a subscription that the server ends', () => {
  const removed = { type: 'AuthError', error: 'You are not a participant.', status: 403 }

  test('is told as a refusal, and over for pusher-js as well', () => {
    const { pusher, feed, succeed, errors } = join()
    succeed(messages)

    feed(messages, 'pusher:subscription_error', removed)

    expect(errors[0]).toMatchObject({ code: 403, retryable: false })
    expect(pusher.channel(messages).subscribed).toBe(false)
  })

  test('leaves nobody present', () => {
    const { pusher, feed, succeed, told } = join()
    succeed(presence, ['ada', 'bob'])

    feed(presence, 'pusher:subscription_error', removed)

    expect(told).toEqual(['present ada,bob', 'present '])
    expect(pusher.channel(presence).subscribed).toBe(false)
  })

  test('is asked for again when the room is joined again', async () => {
    const { pusher, realtime, feed, sent, succeed, channel } = join()
    succeed(messages)
    feed(messages, 'pusher:subscription_error', removed)
    channel.leave()
    await authorised()
    sent.splice(0)

    realtime.join(privateRoom, createRecorder().listener)
    await authorised()

    expect(sent).toContainEqual(
      expect.objectContaining({
        event: 'pusher:subscribe',
        data: expect.objectContaining({ channel: messages }) as unknown,
      }),
    )
    expect(names(pusher)).toContain(messages)
  })
})

describe('leaving', () => {
  test('unsubscribes from what we subscribed to', () => {
    const { pusher, succeed, channel } = join()
    succeed(messages)
    succeed(presence, ['ada'])

    channel.leave()

    expect(names(pusher)).toEqual([])
  })

  test('leaves alone what the app subscribed to before', () => {
    const harness = createPusherHarness()
    harness.pusher.subscribe(messages)

    harness.realtime.join(privateRoom, createRecorder().listener).leave()

    expect(names(harness.pusher)).toContain(messages)
  })

  test('removes our handlers and no others', () => {
    const { pusher, told, channel } = join()
    const heard: unknown[] = []
    pusher.subscribe(messages).bind('new-message', (data: unknown) => heard.push(data))
    const shared = pusher.channel(messages)

    channel.leave()
    shared.handleEvent({ event: 'new-message', channel: messages, data: 1 })

    expect(heard).toEqual([1])
    expect(told).toEqual([])
  })

  test('keeps the channels for as long as somebody else has joined', () => {
    const harness = createPusherHarness()
    const [first, second] = [createRecorder(), createRecorder()]
    const joined = [first, second].map(({ listener }) =>
      harness.realtime.join(privateRoom, listener),
    )
    for (const channel of joined) {
      channel.setPresent(true)
    }
    const [leaveFirst, leaveSecond] = joined.map(({ leave }) => leave)
    harness.succeed(messages)
    harness.succeed(presence, ['ada'])

    leaveFirst?.()
    leaveFirst?.()
    harness.feed(messages, 'new-message', 1)
    expect(second.told).toContain('new-message 1')
    expect(first.told).not.toContain('new-message 1')
    leaveSecond?.()

    expect(names(harness.pusher)).toEqual([])
  })

  test('and joining again before the subscription was confirmed keeps it', () => {
    const { realtime, succeed, channel, pusher } = join()
    channel.leave()
    const { told, listener } = createRecorder()

    realtime.join(privateRoom, listener)
    succeed(messages)

    expect(told).toEqual(['subscribed'])
    expect(pusher.channel(messages).subscribed).toBe(true)
  })
})

test('the link follows the connection', () => {
  const { realtime, setState } = createPusherHarness()
  const states: string[] = []
  const stop = realtime.link.subscribe(() => {
    states.push(realtime.link.get())
  })

  for (const state of ['initialized', 'connecting', 'connected', 'unavailable', 'failed']) {
    setState(state)
  }
  stop()
  setState('disconnected')

  expect(states).toEqual(['connecting', 'connecting', 'connected', 'down', 'down'])
  expect(realtime.link.get()).toBe('down')
})
