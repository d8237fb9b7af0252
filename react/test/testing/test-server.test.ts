import { describe, expect, test } from 'vitest'
import type { RoomListener } from '../../src/core/index.js'
import { readLogEvent } from '../../src/core/wire/log-event.js'
import { createFakeClock, createTestServer, seededRandom } from '../../src/testing/index.js'

const ada = { id: 'ada', name: 'Ada' }
const bob = { id: 'bob', name: 'Bob' }

function open() {
  const clock = createFakeClock({ random: seededRandom(1) })
  const server = createTestServer({ clock, heads: false })
  const room = server.createRoom({ members: [ada, bob] })
  const connection = server.connect(ada.id)
  const events: { readonly name: string; readonly data: unknown }[] = []
  const refusals: unknown[] = []
  const ignore = () => undefined
  const listener: RoomListener = {
    subscribed: ignore,
    refused: (error) => refusals.push(error),
    event: (name, data) => events.push({ name, data }),
    present: ignore,
    arrived: ignore,
    departed: ignore,
    typing: ignore,
  }
  const join = () => connection.realtime.join({ roomId: room.id, visibility: 'private' }, listener)
  return { clock, server, room, connection, events, refusals, listener, join }
}

describe('the test server', () => {
  test('numbers changes without a gap and messages by their place', () => {
    const { room } = open()
    const before = room.head()

    const first = room.post(ada.id, { id: 'a', content: 'one' })
    room.edit('a', 'edited')
    const second = room.post(bob.id, { id: 'b', content: 'two' })

    expect([first.rev, second.rev]).toEqual([before + 1, before + 3])
    expect([first.seq, second.seq]).toEqual([1, 2])
  })

  test('answers the stored row when an id comes twice', () => {
    const { room } = open()

    const first = room.post(ada.id, { id: 'a', content: 'one' })
    const again = room.post(ada.id, { id: 'a', content: 'one' })

    expect(again).toEqual(first)
    expect(room.messages()).toHaveLength(1)
  })

  test.each([
    ['somebody who is no member', 'cyd', 'hello', 403],
    ['an empty message', 'ada', '', 400],
    ['a message that is too long', 'ada', 'x'.repeat(4001), 400],
  ])('refuses %s', (_what, userId, content, code) => {
    const { room } = open()

    expect(() => room.post(userId, { id: 'a', content })).toThrow(
      expect.objectContaining({ code, retryable: false }),
    )
  })

  test('refuses to tell a private room to others', async () => {
    const { clock, server, room, listener, refusals } = open()
    const { backend, realtime } = server.connect('cyd')
    const reading = expect(backend.snapshot(room.id, 50)).rejects.toMatchObject({ code: 403 })

    realtime.join({ roomId: room.id, visibility: 'private' }, listener)
    await clock.advance(1)
    await reading

    expect(refusals).toEqual([expect.objectContaining({ code: 403 })])
    expect(server.subscriptions(room.id)).toBe(0)
  })

  test('publishes nothing to whom the link was cut, not even what was on its way', async () => {
    const { clock, room, connection, events, join } = open()
    join()
    await clock.advance(1)
    room.post(bob.id, { id: 'a', content: 'on its way' })

    connection.cutLink()
    room.post(bob.id, { id: 'b', content: 'later' })
    await clock.advance(100)

    expect(events).toEqual([])
  })

  test.each([
    ['drop', 1, 0],
    ['repeat', 1, 2],
    ['drop', 0, 1],
  ] as const)('with a chance to %s of %i delivers %i copies', async (fault, chance, copies) => {
    const { clock, room, connection, events, join } = open()
    join()
    await clock.advance(1)
    connection.faults[fault] = chance

    room.post(bob.id, { id: 'a', content: 'hello' })
    await clock.advance(1)

    expect(events).toHaveLength(copies)
  })

  test('reorders events by their different delays', async () => {
    const { clock, room, connection, events, join } = open()
    join()
    await clock.advance(1)
    connection.faults.delay = 1000

    for (let nth = 0; nth < 20; nth += 1) {
      room.post(bob.id, { id: `m${nth}`, content: 'hello' })
    }
    await clock.advance(1000)

    const revs = events.map(({ name, data }) => readLogEvent(name, data)?.rev ?? 0)
    expect(revs).toHaveLength(20)
    expect(revs).not.toEqual([...revs].sort((a, b) => a - b))
  })

  test('acts on a request whose answer is lost', async () => {
    const { clock, room, connection } = open()
    connection.faults.loseAnswer = 1

    const sending = connection.backend.send({ id: 'a', roomId: room.id, content: 'hello' })
    const failing = expect(sending).rejects.toMatchObject({ retryable: true })
    await clock.advance(1)
    await failing

    expect(room.messages()).toHaveLength(1)
  })

  test('starts another epoch when it is restored, without what came after', () => {
    const { room } = open()
    room.post(ada.id, { id: 'a', content: 'kept' })
    const [head, epoch] = [room.head(), room.epoch()]
    room.post(ada.id, { id: 'b', content: 'gone' })

    room.restore(head)

    expect(room.messages().map(({ id }) => id)).toEqual(['a'])
    expect(room.epoch()).not.toBe(epoch)
    expect(room.changes(head + 1, 200).reset).toBe(true)
  })

  test('answers only "reset" about changes it has forgotten', () => {
    const { room } = open()
    room.touch()

    room.prune(room.head())

    expect(room.changes(0, 200)).toMatchObject({ reset: true, items: [] })
    expect(room.changes(room.head(), 200)).toMatchObject({ reset: false, items: [] })
  })
})
