import { beforeAll, describe, expect, inject, it } from 'vitest'
import { RecordingClient, isObject, says } from '../support/recording-client.js'
import { good, people, type Person, roomOf, send } from '../support/people.js'
import { pusherServer } from '../support/rest.js'
import { until } from '../support/wait.js'

const addresses = inject('addresses')
let ada: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  ;[ada, bob, eve] = await people(addresses, 'Ada', 'Bob', 'Eve')
})

const listenerOf = (who: Person) => new RecordingClient(addresses, { token: who.token })

const isOf = (who: Person) => (data: unknown) => isObject(data) && data['user_id'] === who.id

describe('connecting', () => {
  it('gives every connection a socket id of its own', async () => {
    const ids = await Promise.all(
      [new RecordingClient(addresses), new RecordingClient(addresses)].map((listener) =>
        listener.connected(),
      ),
    )

    expect(ids[0]).toMatch(/^\d+\.\d+$/)
    expect(new Set(ids).size).toBe(2)
  })

  it('with an unknown key is refused for good', async () => {
    const listener = new RecordingClient({
      ...addresses,
      pusher: { ...addresses.pusher, key: 'no-such-key' },
    })

    await until('the refusal', () => listener.pusher.connection.state === 'disconnected')

    expect(JSON.stringify(listener.errors)).toContain('4001')
  })
})

describe('connecting by HTTP in place of a WebSocket', () => {
  it.each(['xhr_streaming', 'xhr_polling'] as const)(
    'with %s is refused by a sentence, and tried again',
    async (transport) => {
      const listener = new RecordingClient(addresses, { transports: [transport] })

      await until('two refusals', () => listener.errors.length >= 2)

      expect(JSON.stringify(listener.errors[0])).toContain('This server speaks WebSockets only')
      expect(listener.pusher.connection.state).toBe('connecting')
    },
  )
})

describe('a message', () => {
  it('reaches a private room with every field of the contract', async () => {
    const room = await roomOf(ada, [bob])
    const listener = listenerOf(bob)
    const channel = `private-room-${room.id}`
    await listener.join(channel)

    const message = good(
      await ada.supabase
        .from('messages')
        .insert({ room_id: room.id, user_id: ada.id, content: 'hello' })
        .select()
        .single(),
    )
    const event = await listener.next(channel, 'new-message', says('hello'))

    const epoch = good(await bob.supabase.rpc('room_snapshot', { room: room.id })).epoch
    expect(event).toMatchObject({
      id: message.id,
      room_id: room.id,
      user_id: ada.id,
      content: 'hello',
      seq: message.seq,
      rev: message.rev,
      prev: message.rev - 1,
      epoch,
      event_id: `${epoch}.${room.id}.${message.rev}`,
    })
    expect(Date.parse(String(event['created_at']))).toBe(Date.parse(message.created_at))
  })

  it('reaches a public room on its public channel without any token', async () => {
    const room = await roomOf(ada, [], 'public')
    const listener = new RecordingClient(addresses)
    await listener.join(`room-${room.id}`)

    await send(ada, room.id, 'for everybody')

    const event = await listener.next(`room-${room.id}`, 'new-message', says('for everybody'))
    expect(event).toMatchObject({ user_id: ada.id, seq: 1 })
  })

  it('reaches also the socket of its sender', async () => {
    const room = await roomOf(ada)
    const listener = listenerOf(ada)
    await listener.join(`private-room-${room.id}`)

    await send(ada, room.id, 'echo')

    await listener.next(`private-room-${room.id}`, 'new-message', says('echo'))
  })

  it('comes once and in the order of its room, however many are sent at once', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `private-room-${room.id}`
    const listener = listenerOf(bob)
    await listener.join(channel)

    await Promise.all(
      Array.from({ length: 60 }, (_, n) => send(n % 2 === 0 ? ada : bob, room.id, `n${n}`)),
    )
    await until('all sixty', () => listener.all(channel, 'new-message').length >= 60)

    const revs = listener.all(channel, 'new-message').map((data) => isObject(data) && data['rev'])
    const first = Number(revs[0])
    expect(revs).toEqual(Array.from({ length: 60 }, (_, n) => first + n))
  })

  it('too large for an event is announced so that it can be fetched', async () => {
    const room = await roomOf(ada)
    const channel = `private-room-${room.id}`
    const listener = listenerOf(ada)
    await listener.join(channel)

    const message = await send(ada, room.id, '木'.repeat(4_000))
    const event = await listener.next(channel, 'new-message')

    expect(event).toMatchObject({ fetch: true, rev: message.rev, room_id: room.id })
  })
})

describe('people', () => {
  it('who come to a room and leave it are announced there', async () => {
    const room = await roomOf(ada, [], 'public')
    const channel = `room-${room.id}`
    const listener = new RecordingClient(addresses)
    await listener.join(channel)

    good(await bob.supabase.rpc('join_room', { room: room.id }))
    const joined = await listener.next(channel, 'user-joined', isOf(bob))
    await bob.supabase.rpc('leave_room', { room: room.id })
    const left = await listener.next(channel, 'user-left', isOf(bob))

    expect(joined).toMatchObject({
      user_id: bob.id,
      role: 'member',
      profile: { display_name: 'Bob' },
      joined_at: expect.any(String) as string,
      after_seq: 0,
    })
    expect(left).toMatchObject({ user_id: bob.id, after_seq: 0 })
  })

  it('who read are announced by their cursors', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `private-room-${room.id}`
    const listener = listenerOf(ada)
    await listener.join(channel)
    await send(ada, room.id, 'read me')

    good(await bob.supabase.rpc('set_cursor', { room: room.id, read_seq: 1, delivered_seq: 1 }))

    const event = await listener.next(channel, 'cursors', (data) =>
      JSON.stringify(data).includes(bob.id),
    )
    expect(event).toEqual([{ user_id: bob.id, read_seq: 1, delivered_seq: 1 }])
  })

  it('of a public room are told of cursors where readers who are none do not listen', async () => {
    const room = await roomOf(ada, [bob], 'public')
    const [reader, participant] = [new RecordingClient(addresses), listenerOf(ada)]
    await reader.join(`room-${room.id}`)
    await participant.joinPresence(`presence-room-${room.id}`)
    await send(ada, room.id, 'read me')

    good(await bob.supabase.rpc('set_cursor', { room: room.id, read_seq: 1, delivered_seq: 1 }))

    await participant.next(`presence-room-${room.id}`, 'cursors', (data) =>
      JSON.stringify(data).includes(bob.id),
    )
    await send(ada, room.id, 'later')
    await reader.next(`room-${room.id}`, 'new-message', says('later'))
    expect(reader.all(`room-${room.id}`, 'cursors')).toEqual([])
  })

  it('hear the head of a room that went quiet', async () => {
    const room = await roomOf(ada)
    const channel = `private-room-${room.id}`
    const listener = listenerOf(ada)
    await listener.join(channel)

    const message = await send(ada, room.id, 'last word')

    expect(
      await listener.next(channel, 'head', (data) => isObject(data) && data['rev'] === message.rev),
    ).toMatchObject({ rev: message.rev })
  })
})

describe('presence', () => {
  it('shows who is there, with the name of the profile', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `presence-room-${room.id}`
    await listenerOf(ada).joinPresence(channel)

    const second = await listenerOf(bob).joinPresence(channel)

    expect(second.members.count).toBe(2)
    expect(second.members.get(ada.id)).toMatchObject({ id: ada.id, info: { name: 'Ada' } })
    expect(second.members.me).toMatchObject({ id: bob.id })
  })

  it('tells of a user with two connections once, and of leaving with the last', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `presence-room-${room.id}`
    const watcher = listenerOf(ada)
    await watcher.joinPresence(channel)
    const phone = listenerOf(bob)
    const laptop = listenerOf(bob)

    await phone.joinPresence(channel)
    await watcher.next(channel, 'pusher:member_added')
    const again = await laptop.joinPresence(channel)
    phone.pusher.disconnect()
    const marker = again.trigger('client-marker', {})
    await watcher.next(channel, 'client-marker')
    const removedEarly = watcher.all(channel, 'pusher:member_removed').length
    laptop.pusher.disconnect()
    const removed = await watcher.next(channel, 'pusher:member_removed')

    expect(marker).toBe(true)
    expect(removedEarly).toBe(0)
    expect(watcher.all(channel, 'pusher:member_added')).toMatchObject([{ id: bob.id }])
    expect(removed).toMatchObject({ id: bob.id })
  })

  it('carries typing both ways with the sender known to the server', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `presence-room-${room.id}`
    const adas = listenerOf(ada)
    const bobs = listenerOf(bob)
    const fromAda = await adas.joinPresence(channel)
    const fromBob = await bobs.joinPresence(channel)
    const senders: unknown[] = []
    fromAda.bind('client-typing', (_data: unknown, metadata: unknown) => {
      senders.push(metadata)
    })

    fromAda.trigger('client-typing', { user_id: ada.id })
    fromBob.trigger('client-typing', { user_id: bob.id })

    expect(await bobs.next(channel, 'client-typing')).toEqual({ user_id: ada.id })
    expect(await adas.next(channel, 'client-typing')).toEqual({ user_id: bob.id })
    expect(adas.all(channel, 'client-typing')).toHaveLength(1)
    expect(senders).toEqual([{ user_id: bob.id }])
  })
})

describe('a stranger', () => {
  it.each(['private-room-', 'presence-room-'])(
    'gets a subscription error with status 403 for %s',
    async (prefix) => {
      const room = await roomOf(ada)

      const error = await listenerOf(eve).refused(`${prefix}${room.id}`)

      expect(error).toMatchObject({ type: 'AuthError', status: 403 })
    },
  )

  it('gets a reason that a person can read', async () => {
    const room = await roomOf(ada)

    const answer = await fetch(`${addresses.web}/pusher/auth`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${eve.token}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: `socket_id=1.2&channel_name=private-room-${room.id}`,
    })

    expect(answer.status).toBe(403)
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/\w+ \w+/) as string })
  })
})

describe('a user', () => {
  it('signs in and gets events meant for that user only', async () => {
    const listener = new RecordingClient(addresses, { token: ada.token })
    await listener.connected()
    listener.pusher.signin()
    const notes: unknown[] = []
    listener.pusher.user.bind('note', (data: unknown) => {
      notes.push(data)
    })
    await listener.pusher.user.signinDonePromise

    await until('the note', async () => {
      await pusherServer(addresses).sendToUser(ada.id, 'note', { text: 'hi' })
      return notes.length > 0
    })

    expect(notes[0]).toEqual({ text: 'hi' })
  })
})
