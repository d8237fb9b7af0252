import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stack } from '../stack.js'
import type { Addresses } from '../support/addresses.js'
import { RecordingClient, isObject } from '../support/recording-client.js'
import { people, type Person, roomOf } from '../support/people.js'
import { sqlOf } from '../support/sql.js'
import { until } from '../support/wait.js'
import { Writer } from '../support/writer.js'

let rest: Stack
let worker: Stack
let addresses: Addresses
let ada: Person
let bob: Person

/** Everything but the reading of the log in one process, the worker in another. */
beforeAll(async () => {
  rest = await Stack.start({ variables: { CAPTURE: 'forward' } })
  addresses = await rest.addresses()
  const { appId, host, key, port, secret } = addresses.pusher
  worker = await Stack.start({
    command: ['worker'],
    variables: {
      DATABASE_URL: addresses.databaseUrl,
      PUSHER_APP_ID: appId,
      PUSHER_HOST: host,
      PUSHER_KEY: key,
      PUSHER_PORT: String(port),
      PUSHER_SECRET: secret,
      PUSHER_TLS: 'false',
      SUPABASE_JWT_SECRET: addresses.jwtSecret,
    },
  })
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
}, 180_000)

afterAll(async () => {
  await worker.destroy()
  await rest.destroy()
}, 90_000)

describe('kill -9 of the worker alone, three times while two people write', () => {
  it('leaves nothing out of the channel and changes no order', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `private-room-${room.id}`
    const listener = new RecordingClient(addresses, { token: bob.token })
    await listener.join(channel)
    const writers = [Writer.sql(addresses, ada, room.id, 20), Writer.api(bob, room.id, 30)]

    for (let round = 1; round <= 3; round++) {
      const heard = listener.all(channel, 'new-message').length
      await until('events', () => listener.all(channel, 'new-message').length >= heard + 30, {
        within: 20_000,
      })
      await worker.kill()
      await worker.launch()
    }
    await Promise.all(writers.map((writer) => writer.stop()))
    const written = writers.flatMap((writer) => writer.confirmed)
    const firsts = () => [...new Set(listener.all(channel, 'new-message').map(revOf))]
    await until('every message on the channel', () => firsts().length >= written.length, {
      within: 20_000,
      detail: () => `; ${firsts().length} of ${written.length} came`,
    })

    const stored = await sqlOf(addresses)<{ rev: string }[]>`
      select rev from messages where room_id = ${room.id} order by rev`
    expect(stored).toHaveLength(written.length)
    expect(firsts()).toEqual(stored.map((row) => Number(row.rev)))
    expect(writers.map((writer) => writer.failures)).toEqual([0, 0])
  }, 150_000)
})

function revOf(data: unknown): number {
  return isObject(data) ? Number(data['rev']) : NaN
}
