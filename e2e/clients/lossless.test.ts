import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createChatClient } from '@parley/react/core'
import { createPusherRealtime } from '@parley/react/pusher'
import { createSupabaseBackend } from '@parley/react/supabase'
import { Stack } from '../stack.js'
import type { Addresses } from '../support/addresses.js'
import { RecordingClient, says } from '../support/recording-client.js'
import { people, type Person, roomOf, send } from '../support/people.js'
import { RoomReader } from '../support/room-reader.js'
import { sqlOf } from '../support/sql.js'
import { until } from '../support/wait.js'
import { Writer } from '../support/writer.js'

let stack: Stack
let addresses: Addresses
let ada: Person
let bob: Person

beforeAll(async () => {
  stack = await Stack.start()
  addresses = await stack.addresses()
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
}, 180_000)

afterAll(() => stack.destroy(), 60_000)

describe('a restart', () => {
  it('is survived by the connection, the subscriptions, the session and the messages', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `private-room-${room.id}`
    const listener = new RecordingClient(addresses, { token: bob.token })
    await listener.join(channel)
    await listener.joinPresence(`presence-room-${room.id}`)
    const before = await send(ada, room.id, 'before')
    await listener.next(channel, 'new-message', says('before'))

    await stack.restart()
    await until(
      'both subscriptions again',
      () =>
        [channel, `presence-room-${room.id}`].every(
          (name) => listener.all(name, 'pusher:subscription_succeeded').length === 2,
        ),
      {
        // A refused connection makes pusher-js wait 15 s before it tries again.
        within: 60_000,
        detail: () =>
          `; the connection is ${listener.pusher.connection.state}, heard ${JSON.stringify([...listener.heard])}, errors ${JSON.stringify(listener.errors)}`,
      },
    )
    const after = await send(ada, room.id, 'after')
    await listener.next(channel, 'new-message', says('after'))

    expect(after.seq).toBe(before.seq + 1)
    expect(listener.all(channel, 'new-message')).toHaveLength(2)
  }, 120_000)
})

describe('kill -9 of the whole product, three times while two people write', () => {
  it('loses no committed message, shows each once and in order', async () => {
    const room = await roomOf(ada, [bob])
    const plainPusher = new RecordingClient(addresses, { token: bob.token }).pusher
    const plain = new RoomReader(bob, room.id, plainPusher)
    const component = componentOf(bob, room.id)
    const writers = [Writer.sql(addresses, ada, room.id, 40), Writer.api(bob, room.id, 60)]

    for (let round = 1; round <= 3; round++) {
      const written = writers.map((writer) => writer.confirmed.length)
      await until('both writers to write on', () =>
        writers.every((writer, index) => writer.confirmed.length >= (written[index] ?? 0) + 15),
      )
      await stack.kill()
      await stack.launch()
    }
    await Promise.all(writers.map((writer) => writer.stop()))

    const truth = await storedIn(room.id)
    await until('the plain reader to catch up', () => plain.shown.length >= truth.length, {
      within: 120_000, // each refused connection makes pusher-js wait longer, up to 30 s
      detail: () => `; it shows ${plain.shown.length} of ${truth.length}`,
    })
    await until('the component to catch up', () => component.ids().length >= truth.length, {
      within: 60_000,
      detail: () => `; it shows ${component.ids().length} of ${truth.length}`,
    })
    plain.stop()

    const ids = truth.map((message) => message.id)
    expect(plain.shown.map((shown) => shown.id)).toEqual(ids)
    expect(component.ids()).toEqual(ids)
    for (const writer of writers) {
      const own = new Set(writer.confirmed)
      expect(ids.filter((id) => own.has(id))).toEqual(writer.confirmed)
      expect(writer.failures).toBeGreaterThan(0)
    }
    expect(truth.map((message) => message.seq)).toEqual(ids.map((_, index) => index + 1))
    expect(ids.length).toBe(writers.reduce((sum, writer) => sum + writer.confirmed.length, 0))
  }, 300_000)

  it('is followed by publishing what was written while it was down', async () => {
    const room = await roomOf(ada, [bob])
    await send(ada, room.id, 'published before')
    await stack.kill()
    const outside = sqlOf(addresses)
    for (let n = 1; n <= 20; n++) {
      await outside`insert into messages (room_id, user_id, content)
        values (${room.id}, ${ada.id}, ${`while down ${n}`})`
    }
    await outside.end()

    await stack.launch()

    const sql = sqlOf(addresses)
    await until(
      'the worker to have published all',
      async () => {
        const rows = await sql<{ behind: string }[]>`
          select c.last_rev - b.published_rev as behind
            from parley.bridge_cursors b join room_counters c using (room_id)
           where b.room_id = ${room.id}`
        return rows.length > 0 && rows.every((row) => Number(row.behind) === 0)
      },
      { within: 60_000, every: 250 },
    )
  }, 120_000)
})

describe('kill -9 of its PostgreSQL alone', () => {
  it('is noticed: it comes back where it was, and messages go on', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `private-room-${room.id}`
    const listener = new RecordingClient(addresses, { token: bob.token })
    await listener.join(channel)
    const before = await send(ada, room.id, 'before')
    await listener.next(channel, 'new-message', says('before'))

    stack.killDatabase()
    const after = await until(
      'a message to be taken again',
      () => send(ada, room.id, 'after').catch(() => undefined),
      { within: 60_000, every: 250, detail: () => `; the product wrote:\n${stack.output}` },
    )
    await listener.next(channel, 'new-message', says('after'))

    expect(after.seq).toBe(before.seq + 1)
    expect(stack.output).toContain('part started again')
  }, 120_000)
})

async function storedIn(room: string): Promise<{ id: string; seq: number }[]> {
  const rows = await sqlOf(addresses)<{ id: string; seq: string }[]>`
    select id, seq from messages where room_id = ${room} order by seq`
  return rows.map(({ id, seq }) => ({ id, seq: Number(seq) }))
}

/** The store of the real component, connected as an app connects it. */
function componentOf(person: Person, room: string): { ids: () => string[] } {
  const client = createChatClient({
    backend: createSupabaseBackend(person.supabase),
    realtime: createPusherRealtime(new RecordingClient(addresses, { token: person.token }).pusher),
  })
  const store = client.room(room, { currentUser: { id: person.id, name: person.name } })
  onTestFinished(store.retain())
  return {
    ids: () => store.get().rows.flatMap((row) => (row.kind === 'message' ? [row.message.id] : [])),
  }
}
