import { describe, expect, test } from 'vitest'
import { authorised, createPusherHarness, createRecorder } from './pusher-harness.js'

const privateRoom = { roomId: 'r1', visibility: 'private' } as const
const messages = 'private-room-r1'

function watch() {
  const harness = createPusherHarness()
  const counted = { changes: 0 }
  const stop = harness.realtime.watch(privateRoom, () => {
    counted.changes += 1
  })
  const names = () => harness.pusher.allChannels().map(({ name }) => name)
  return { ...harness, counted, stop, names }
}

describe('a watched room', () => {
  test('takes the channel of its messages and no other, until it is let go', () => {
    const { names, stop, succeed, signIn } = watch()
    expect(names()).toEqual([messages])
    expect(signIn.asked).toBe(1)

    succeed(messages)
    stop()

    expect(names()).toEqual([])
  })

  test('tells of changes, and of each subscription, before which some may have been missed', () => {
    const { feed, succeed, counted } = watch()

    succeed(messages)
    feed(messages, 'new-message', { rev: 1 })
    feed(messages, 'message-deleted', { rev: 2 })

    expect(counted.changes).toBe(3)
  })

  test('tells of nothing else', () => {
    const { feed, counted } = watch()

    feed(messages, 'cursors', [])
    feed(messages, 'head', { rev: 1 })
    feed(messages, 'client-new-message', {})
    feed(messages, 'pusher:cache_miss', {})

    expect(counted.changes).toBe(0)
  })

  test('is listened to again after a failure that may pass, with growing waits', async () => {
    const { pusher, clock, names, succeed, counted } = watch()

    pusher.channel(messages).emit('pusher:subscription_error', { status: 503 })
    expect(names()).toEqual([])
    await clock.advance(60_000)

    expect(names()).toEqual([messages])
    succeed(messages)
    expect(counted.changes).toBe(1)
  })

  test('is given up when it is refused', async () => {
    const { pusher, clock, names } = watch()

    pusher.channel(messages).emit('pusher:subscription_error', { status: 403 })
    await clock.advance(600_000)

    expect(names()).toEqual([])
  })

  test('that is let go is not listened to again', async () => {
    const { pusher, clock, names, stop } = watch()
    pusher.channel(messages).emit('pusher:subscription_error', { status: 503 })

    stop()
    await clock.advance(600_000)

    expect(names()).toEqual([])
  })

  test('does not keep a joined one from subscribing anew after the server ended it', async () => {
    const { realtime, feed, succeed, sent } = watch()
    const { listener } = createRecorder()
    const joined = realtime.join(privateRoom, listener)
    succeed(messages)
    feed(messages, 'pusher:subscription_error', { type: 'AuthError', error: 'x', status: 503 })
    joined.leave()
    await authorised()
    sent.splice(0)

    realtime.join(privateRoom, listener)
    await authorised()

    expect(sent).toContainEqual(
      expect.objectContaining({
        event: 'pusher:subscribe',
        data: expect.objectContaining({ channel: messages }) as unknown,
      }),
    )
  })
})
