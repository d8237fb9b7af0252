import { describe, expect, test } from 'vitest'
import {
  ChatError,
  createCell,
  createChatClient,
  type LinkState,
  type Realtime,
  type RoomAddress,
  type RoomListener,
} from '../../src/core/index.js'
import { createFakeClock, createTestServer, refusal } from '../../src/testing/index.js'
import { ada, bob, cyd } from './harness.js'

/** A realtime service whose every word the test speaks. */
function createScriptedRealtime() {
  const link = createCell<LinkState>('connected')
  const joins: RoomAddress[] = []
  const left: RoomAddress[] = []
  const presence: boolean[] = []
  let listener: RoomListener | undefined
  const realtime: Realtime = {
    link,
    join: (address, own) => {
      joins.push(address)
      listener = own
      return {
        setPresent: (present) => {
          if (presence.at(-1) !== present) {
            presence.push(present)
          }
        },
        sendTyping: () => undefined,
        leave: () => {
          left.push(address)
        },
      }
    },
  }
  const speak = () => {
    if (listener === undefined) {
      throw new Error('nobody has joined')
    }
    return listener
  }
  return { realtime, link, joins, left, presence, speak }
}

async function open(visibility: 'private' | 'public' = 'private', me = ada) {
  const clock = createFakeClock()
  const server = createTestServer({ clock, heads: false })
  const room = server.createRoom({ members: [ada, bob], visibility })
  const script = createScriptedRealtime()
  const { backend, environment, hooks } = server.connect(me.id)
  const client = createChatClient({ backend, realtime: script.realtime, clock, environment })
  const store = client.room(room.id, { currentUser: me })
  const release = store.retain()
  await clock.advance(20)
  return { ...script, clock, room, store, hooks, release }
}

test('the channel is that of the room and its visibility, joined once both are known', async () => {
  const { room, joins } = await open('public')

  expect(joins).toEqual([{ roomId: room.id, visibility: 'public' }])
})

test('a room that became public is joined anew', async () => {
  const { clock, room, speak, joins, left } = await open()
  speak().subscribed()
  const data = { ...room.room(), visibility: 'public', rev: room.head() + 1, epoch: room.epoch() }

  speak().event('room-updated', data)
  await clock.advance(20)

  expect(left).toEqual([{ roomId: room.id, visibility: 'private' }])
  expect(joins.at(-1)).toEqual({ roomId: room.id, visibility: 'public' })
})

test('a refusal that may pass is followed by another try', async () => {
  const { clock, speak, joins, left } = await open()

  speak().refused(new ChatError('listen', 'later', { code: 503, retryable: true }))
  await clock.advance(600)

  expect(left).toHaveLength(1)
  expect(joins).toHaveLength(2)
})

test('a final refusal leaves the room to be looked at every 15 s', async () => {
  const { clock, room, speak, joins, store } = await open()
  speak().refused(refusal(403, 'not_a_participant'))
  room.post(bob.id, { id: 'm1', content: 'hello' })

  await clock.advance(15_000)

  expect(joins).toHaveLength(1)
  expect(store.get().rows.map(({ key }) => key)).toContain('m1')
})

test('a final refusal has the database asked at once whether the room may still be read', async () => {
  const { clock, room, speak, store } = await open()
  speak().subscribed()
  await clock.advance(1100)
  room.leave(ada.id)

  speak().refused(refusal(403, 'not_a_participant'))
  await clock.advance(100)

  expect(store.get().phase).toBe('failed')
  expect(store.get().error).toMatchObject({ code: 403 })
})

test('who is muted is not where people write, and returns at the end of the silence', async () => {
  const { clock, room, speak, joins, presence, store } = await open()
  speak().subscribed()
  await clock.advance(1100)
  room.mute(ada.id, clock.now() + 90_000)
  await clock.advance(60_000)
  expect(store.get().canSend).toBe(false)
  expect(presence).toEqual([true, false])

  await clock.advance(40_000)

  expect(store.get().canSend).toBe(true)
  expect(presence).toEqual([true, false, true])
  expect(joins).toHaveLength(1)
})

test('who only reads a public room is not among its participants until they join it', async () => {
  const { clock, presence, store } = await open('public', cyd)
  expect(store.get().access).toBe('joinable')
  expect(presence).toEqual([false])

  void store.join()
  await clock.advance(100)

  expect(presence).toEqual([false, true])
})

test('who was let in again joins again within a minute or so', async () => {
  const { clock, speak, joins, left } = await open()

  speak().refused(refusal(403, 'not_a_participant'))
  await clock.advance(61_000)

  expect(left).toHaveLength(1)
  expect(joins).toHaveLength(2)
})

test.each([
  ['an event without data', 'new-message', undefined],
  ['an event whose data is a text', 'new-message', 'hello'],
  ['an event without a number', 'new-message', { epoch: 'e', id: 'x' }],
  ['an event with a number below one', 'new-message', { epoch: 'e', rev: 0 }],
  ['a head without a number', 'head', { rev: 'all' }],
  ['cursors that are no list', 'cursors', { user_id: 'bob' }],
  ['cursors that are broken', 'cursors', [{ user_id: 'bob', read_seq: -1, delivered_seq: 0 }]],
])('%s is left alone', async (_what, name, data) => {
  const { clock, speak, store, hooks } = await open()
  speak().subscribed()
  await clock.advance(100)
  const before = store.get()
  const requests: string[] = []
  hooks.onRequest = (request) => {
    requests.push(request)
  }

  speak().event(name, data)
  await clock.advance(1000)

  expect(store.get()).toBe(before)
  expect(requests).toEqual([])
})

test('a message event that makes no sense is fetched instead of believed', async () => {
  const { clock, room, speak, store } = await open()
  speak().subscribed()
  await clock.advance(100)
  room.post(bob.id, { id: 'm1', content: 'real' })

  speak().event('new-message', { epoch: room.epoch(), rev: room.head(), content: 7 })
  await clock.advance(20)

  expect(store.get().rows.map(({ key }) => key)).toContain('m1')
})

test('cursors published for the room move what is shown as read', async () => {
  const { clock, speak, store } = await open()
  speak().subscribed()
  const id = store.send('hello')
  await clock.advance(100)

  speak().event('cursors', [{ user_id: 'bob', read_seq: 1, delivered_seq: 1 }])
  await clock.advance(20)

  expect(store.get().rows.find(({ key }) => key === id)).toMatchObject({ status: 'read' })
})

test('nothing said after the room was left is listened to', async () => {
  const { clock, speak, left, release } = await open()
  speak().subscribed()

  release()
  await clock.advance(1100)

  expect(left).toHaveLength(1)
  expect(clock.timers()).toBe(0)
})

describe('an event that has no place in the log', () => {
  async function openLive() {
    const opened = await open()
    opened.speak().subscribed()
    await opened.clock.advance(1100)
    const asked: string[] = []
    opened.hooks.onRequest = (name) => {
      asked.push(name)
    }
    const shown = () => opened.store.get().rows.map(({ key }) => key)
    return { ...opened, asked, shown }
  }

  test('shows a whole message at once and asks for nothing', async () => {
    const { clock, room, speak, asked, shown } = await openLive()
    const plain = { ...room.post(bob.id, { id: 'm1', content: 'hello' }), rev: undefined }

    speak().event('new-message', plain)
    await clock.advance(20)

    expect(shown()).toContain('m1')
    expect(asked.filter((name) => name !== 'setCursor')).toEqual([])
  })

  test('is fetched at once when it is too large, cut short or of another form', async () => {
    for (const data of [
      { fetch: true, id: 'm1' },
      { id: 'm1', user_id: null, content: 'hello' },
      { id: 7, room_id: 12, content: 'hello' },
    ]) {
      const { clock, room, speak, shown } = await openLive()
      room.post(bob.id, { id: 'm1', content: 'hello' })

      speak().event('new-message', data)
      await clock.advance(100)

      expect(shown()).toContain('m1')
    }
  })

  test('has what is missing before it fetched at once', async () => {
    const { clock, room, speak, shown } = await openLive()
    room.post(bob.id, { id: 'm1', content: 'unheard' })
    const plain = { ...room.post(bob.id, { id: 'm2', content: 'heard' }), rev: undefined }

    speak().event('new-message', plain)
    await clock.advance(100)

    expect(shown().slice(-2)).toEqual(['m1', 'm2'])
  })

  test('that somebody left is fetched at once', async () => {
    const { clock, room, speak, asked } = await openLive()
    room.leave(bob.id)

    speak().event('user-left', { user_id: bob.id })
    await clock.advance(100)

    expect(asked).toContain('changes')
  })

  test('ends the typing of its author', async () => {
    const { clock, room, speak, store } = await openLive()
    speak().present([ada.id, bob.id])
    speak().typing(bob.id, true)
    await clock.advance(20)
    const before = store.get().typing.length
    const plain = { ...room.post(bob.id, { id: 'm1', content: 'hello' }), rev: undefined }

    speak().event('new-message', plain)
    await clock.advance(20)

    expect(before).toBe(1)
    expect(store.get().typing).toEqual([])
  })

  test('of the app itself is left alone', async () => {
    const { clock, speak, asked } = await openLive()

    speak().event('order-shipped', { id: 7 })
    await clock.advance(1000)

    expect(asked).toEqual([])
  })
})
