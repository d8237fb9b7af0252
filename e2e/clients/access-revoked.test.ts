import { createPusherRealtime } from '@parley/react/pusher'
import { createChatClient } from '@parley/react/core'
import { createSupabaseBackend } from '@parley/react/supabase'
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { RecordingClient, says } from '../support/recording-client.js'
import { people, type Person, roomOf, send } from '../support/people.js'
import { pusherServer } from '../support/rest.js'
import type { RoomRow } from '../support/schema.js'
import { sqlOf } from '../support/sql.js'
import { signedToken, userClaims } from '../support/tokens.js'
import { until } from '../support/wait.js'

const addresses = inject('addresses')
const refusedAs = { type: 'AuthError', status: 403 }
let ada: Person
let bob: Person

beforeAll(async () => {
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
})

async function remove(person: Person, room: RoomRow): Promise<void> {
  const { error } = await ada.supabase
    .from('room_participants')
    .delete()
    .eq('room_id', room.id)
    .eq('user_id', person.id)
  expect(error).toBeNull()
}

/** pusher-js's types leave out that a user may have no channel yet. */
const isSubscribed = (channel: { readonly subscribed: boolean } | null) =>
  channel?.subscribed ?? false

/** Says something in a room and waits until a participant has heard it. */
async function saidAndHeard(
  room: RoomRow,
  content: string,
  listener: RecordingClient,
): Promise<void> {
  await send(ada, room.id, content)
  await listener.next(`private-room-${room.id}`, 'new-message', says(content))
}

describe('who is removed from a room', () => {
  it('hears nothing of it within two seconds, and is told why', async () => {
    const [lee] = await people(addresses, 'Lee')
    const [room, other] = [await roomOf(ada, [lee, bob]), await roomOf(ada, [lee])]
    const channel = `private-room-${room.id}`
    const listener = new RecordingClient(addresses, { token: lee.token })
    const participant = new RecordingClient(addresses, { token: bob.token })
    await Promise.all([listener.join(channel), listener.join(`private-room-${other.id}`)])
    await listener.join(`presence-room-${room.id}`)
    await participant.join(channel)
    await participant.join(`presence-room-${room.id}`)
    const socketId = listener.pusher.connection.socket_id

    const removed = performance.now()
    await remove(lee, room)
    const reason = await listener.next(channel, 'pusher:subscription_error')
    const took = performance.now() - removed
    await participant.next(`presence-room-${room.id}`, 'pusher:member_removed')
    await saidAndHeard(room, 'without Lee', participant)
    await saidAndHeard(other, 'with Lee', listener)

    expect(reason).toMatchObject({
      ...refusedAs,
      error: 'You are not a participant of this room.',
    })
    expect(took).toBeLessThan(2000)
    expect(listener.all(channel, 'new-message')).toEqual([])
    expect(listener.pusher.connection.socket_id).toBe(socketId)
    expect(participant.errors).toEqual([])
    expect(participant.all(channel, 'pusher:subscription_succeeded')).toHaveLength(1)
  })

  it('does not come back with the signature from before', async () => {
    const [lee] = await people(addresses, 'Lee')
    const room = await roomOf(ada, [lee, bob])
    const channel = `private-room-${room.id}`
    const participant = new RecordingClient(addresses, { token: bob.token })
    await participant.join(channel)
    const listener = new RecordingClient(addresses, { token: lee.token })
    const socketId = await listener.connected()
    const sent: unknown[] = []
    const sending = listener.pusher.send_event.bind(listener.pusher)
    listener.pusher.send_event = (event, data: unknown, name) => {
      sent.push(data)
      return sending(event, data, name)
    }
    await listener.join(channel)

    await remove(lee, room)
    await listener.next(channel, 'pusher:subscription_error')
    sending('pusher:subscribe', sent[0])
    await until(
      'another connection',
      () =>
        listener.pusher.connection.state === 'connected' &&
        listener.pusher.connection.socket_id !== socketId,
    )
    await until(
      'the refusal of a new signature',
      () => listener.all(channel, 'pusher:subscription_error').length > 1,
    )
    await saidAndHeard(room, 'still without Lee', participant)

    expect(listener.all(channel, 'new-message')).toEqual([])
  })

  it('comes back when added again', async () => {
    const [lee] = await people(addresses, 'Lee')
    const room = await roomOf(ada, [lee])
    const channel = `private-room-${room.id}`
    const first = new RecordingClient(addresses, { token: lee.token })
    await first.join(channel)
    await remove(lee, room)
    await first.next(channel, 'pusher:subscription_error')

    await ada.supabase.from('room_participants').insert({ room_id: room.id, user_id: lee.id })
    const second = new RecordingClient(addresses, { token: lee.token })
    await second.join(channel)

    await saidAndHeard(room, 'Lee again', second)
  })
})

describe('who is muted', () => {
  it('reads on, but is where nobody can be written to', async () => {
    const [lee] = await people(addresses, 'Lee')
    const room = await roomOf(ada, [lee, bob])
    const presence = `presence-room-${room.id}`
    const listener = new RecordingClient(addresses, { token: lee.token })
    await listener.join(`private-room-${room.id}`)
    await listener.join(presence)
    const sql = sqlOf(addresses)

    await sql`update room_participants set muted_until = 'infinity'
               where room_id = ${room.id} and user_id = ${lee.id}`
    const reason = await listener.next(presence, 'pusher:subscription_error')
    await saidAndHeard(room, 'hear me', listener)
    const again = await new RecordingClient(addresses, { token: lee.token }).refused(presence)

    expect(reason).toMatchObject({ ...refusedAs, error: 'You are muted in this room.' })
    expect(again).toMatchObject({ status: 403 })
  })
})

describe('a token that is over', () => {
  /** A token of Bob's that is taken for some seconds more, and for which one may listen longer. */
  const lastMoments = (session: string) => {
    const exp = Math.floor(Date.now() / 1_000) - 20
    return signedToken(userClaims(bob.id, { exp, iat: exp - 3_600, session_id: session }))
  }

  it('ends the connection within a minute, unless a renewed one was shown', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `private-room-${room.id}`
    const over = new RecordingClient(addresses, { token: lastMoments('over') })
    const renewed = new RecordingClient(addresses, { token: lastMoments('renewed') })
    await Promise.all([over.join(channel), renewed.join(channel)])
    renewed.pusher.signin()
    await until('the first sign-in', () => renewed.pusher.user.user_data !== null)
    const before = renewed.pusher.connection.socket_id
    const answer = await fetch(`${addresses.web}/pusher/user-auth`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bob.token}` },
      body: new URLSearchParams({ socket_id: before }),
    })
    renewed.pusher.send_event('pusher:signin', await answer.json())

    await until('the end', () => over.all(channel, 'pusher:subscription_error').length > 0, {
      within: 40_000,
    })
    await saidAndHeard(room, 'to who renewed', renewed)

    expect(over.all(channel, 'pusher:subscription_error')[0]).toMatchObject({ status: 403 })
    expect(over.all(channel, 'new-message')).toEqual([])
    expect(renewed.pusher.connection.socket_id).toBe(before)
    expect(renewed.all(channel, 'pusher:subscription_succeeded')).toHaveLength(1)
  }, 60_000)
})

describe('signing in', () => {
  it('gets one notices of rooms one was added to or removed from', async () => {
    const [lee] = await people(addresses, 'Lee')
    const listener = new RecordingClient(addresses, { token: lee.token })
    await listener.connected()
    const notices: unknown[] = []
    listener.pusher.user.bind_global((event: string, data: unknown) => notices.push([event, data]))
    listener.pusher.signin()
    await until('the sign-in', () => listener.pusher.user.user_data !== null)
    await until('the own channel', () => isSubscribed(listener.pusher.user.serverToUserChannel))

    const room = await roomOf(ada, [lee])
    await until('the first notice', () => notices.length > 0)
    await remove(lee, room)
    await until('the second', () => notices.length > 1)

    expect(notices).toEqual([
      ['added-to-room', { room_id: room.id }],
      ['removed-from-room', { room_id: room.id }],
    ])
  })

  it('is done by the component, which comes back when all connections of a person are ended', async () => {
    const [lee] = await people(addresses, 'Lee')
    const room = await roomOf(ada, [lee])
    const listener = new RecordingClient(addresses, { token: lee.token })
    const client = createChatClient({
      backend: createSupabaseBackend(lee.supabase),
      realtime: createPusherRealtime(listener.pusher),
    })
    const store = client.room(room.id, { currentUser: { id: lee.id, name: 'Lee' } })
    onTestFinished(store.retain())
    await until('the room', () => store.get().connection === 'connected')
    await until('the sign-in', () => listener.pusher.user.user_data !== null)
    const before = listener.pusher.connection.socket_id

    await pusherServer(addresses).terminateUserConnections(lee.id)
    await until(
      'another connection',
      () =>
        listener.pusher.connection.state === 'connected' &&
        listener.pusher.connection.socket_id !== before,
      { within: 15_000 },
    )
    const message = await send(ada, room.id, 'welcome back')
    await until('the message', () => store.get().rows.some(({ key }) => key === message.id))

    expect(listener.pusher.user.signin_requested).toBe(true)
  })

  it('is no way around a removal: the room is shown as none of ours', async () => {
    const [lee] = await people(addresses, 'Lee')
    const room = await roomOf(ada, [lee])
    const listener = new RecordingClient(addresses, { token: lee.token })
    const client = createChatClient({
      backend: createSupabaseBackend(lee.supabase),
      realtime: createPusherRealtime(listener.pusher),
    })
    const store = client.room(room.id, { currentUser: { id: lee.id, name: 'Lee' } })
    onTestFinished(store.retain())
    await until('the room', () => store.get().connection === 'connected')

    await remove(lee, room)
    await until('the error', () => store.get().phase === 'failed')

    expect(store.get().error).toMatchObject({ code: 403 })
  })
})
