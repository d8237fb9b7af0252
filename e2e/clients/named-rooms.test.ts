import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { RecordingClient, says } from '../support/recording-client.js'
import { good, people, type Person, send } from '../support/people.js'

const addresses = inject('addresses')
const room = `room-123-${randomUUID().slice(0, 8)}`
let ada: Person
let bob: Person

beforeAll(async () => {
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
  good(await ada.supabase.rpc('create_room', { name: 'Named', id: room, visibility: 'public' }))
  good(await bob.supabase.rpc('join_room', { room }))
})

describe('a room that the app has named', () => {
  it('takes messages, answers them and tells them', async () => {
    const listener = new RecordingClient(addresses, { token: bob.token })
    await listener.join(`room-${room}`)
    await listener.joinPresence(`presence-room-${room}`)

    const sent = await send(ada, room, 'hello')

    expect(await listener.next(`room-${room}`, 'new-message', says('hello'))).toMatchObject({
      id: sent.id,
      room_id: room,
    })
    const rows = good(await bob.supabase.from('messages').select('content').eq('room_id', room))
    expect(rows).toEqual([{ content: 'hello' }])
    expect(good(await bob.supabase.rpc('room_snapshot', { room }))).toMatchObject({
      room: { id: room },
      messages: [{ content: 'hello', room_id: room }],
    })
  })

  it('has no name that a channel cannot have', async () => {
    const { error, status } = await ada.supabase.rpc('create_room', { name: 'x', id: 'a room' })

    expect({ status, code: error?.code }).toEqual({ status: 400, code: '23514' })
  })
})
