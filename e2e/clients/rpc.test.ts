import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { good, people, type Person, roomOf, send, supabaseClient } from '../support/people.js'
import type { MessageRow, RoomRow } from '../support/schema.js'

const addresses = inject('addresses')
let ada: Person
let bob: Person
let cyd: Person

beforeAll(async () => {
  ;[ada, bob, cyd] = await people(addresses, 'Ada', 'Bob', 'Cyd')
})

const seqs = (messages: readonly MessageRow[]) => messages.map((message) => message.seq)

describe('create_room', () => {
  it('makes a private room whose owner is the caller', async () => {
    const id = randomUUID()

    const room = good(
      await ada.supabase.rpc('create_room', { id, name: 'Tea', description: 'About tea' }),
    )

    expect(room).toMatchObject({
      id,
      name: 'Tea',
      description: 'About tea',
      visibility: 'private',
      created_by: ada.id,
    })
    const snapshot = good(await ada.supabase.rpc('room_snapshot', { room: id }))
    expect(snapshot.participants).toMatchObject([
      { user_id: ada.id, role: 'owner', profile: { display_name: 'Ada' } },
    ])
  })

  it('refuses a visibility that is not there', async () => {
    const { error, status } = await ada.supabase.rpc('create_room', {
      name: 'Tea',
      visibility: 'secret',
    })

    expect({ status, code: error?.code }).toEqual({ status: 400, code: '23514' })
  })

  it('refuses a missing name as no such function', async () => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/rpc/create_room`, {
      method: 'POST',
      headers: {
        apikey: addresses.anonKey,
        Authorization: `Bearer ${ada.token}`,
        'Content-Type': 'application/json',
      },
      body: '{}',
    })

    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'PGRST202' })
  })
})

describe('join_room and leave_room', () => {
  it('let anybody into a public room, once', async () => {
    const room = await roomOf(ada, [], 'public')

    const first = good(await bob.supabase.rpc('join_room', { room: room.id }))
    const again = good(await bob.supabase.rpc('join_room', { room: room.id }))

    expect(first).toMatchObject({
      user_id: bob.id,
      role: 'member',
      profile: { display_name: 'Bob' },
    })
    expect(again.joined_at).toBe(first.joined_at)
  })

  it('keep a private room shut without an invitation', async () => {
    const room = await roomOf(ada)

    const { error, status } = await bob.supabase.rpc('join_room', { room: room.id })

    expect({ status, code: error?.code, hint: error?.hint }).toEqual({
      status: 403,
      code: 'PT403',
      hint: 'invitation_needed',
    })
  })

  it('answer 404 for a room that is not there', async () => {
    const { error, status } = await bob.supabase.rpc('join_room', { room: randomUUID() })

    expect({ status, hint: error?.hint }).toEqual({ status: 404, hint: 'no_such_room' })
  })

  it('let somebody leave and come back to a public room', async () => {
    const room = await roomOf(ada, [bob], 'public')

    const left = await bob.supabase.rpc('leave_room', { room: room.id })
    const sent = await bob.supabase.rpc('send_message', {
      id: randomUUID(),
      room: room.id,
      content: 'gone?',
    })
    good(await bob.supabase.rpc('join_room', { room: room.id }))

    expect({ error: left.error, status: left.status }).toEqual({ error: null, status: 204 })
    expect(sent.error?.hint).toBe('not_a_participant')
    expect((await send(bob, room.id, 'back')).user_id).toBe(bob.id)
  })
})

describe('send_message', () => {
  let room: RoomRow
  beforeAll(async () => {
    room = await roomOf(ada, [bob])
  })

  it('gives the stored message', async () => {
    const id = randomUUID()
    const metadata = { colour: 'green' }

    const message = good(
      await ada.supabase.rpc('send_message', { id, room: room.id, content: 'hello', metadata }),
    )

    expect(message).toMatchObject({
      id,
      room_id: room.id,
      user_id: ada.id,
      content: 'hello',
      metadata,
    })
    expect(message.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/)
  })

  it('repeated with the same id gives the first row and stores one', async () => {
    const id = randomUUID()
    const first = good(
      await ada.supabase.rpc('send_message', { id, room: room.id, content: 'once' }),
    )

    const repeat = good(
      await ada.supabase.rpc('send_message', { id, room: room.id, content: 'another text' }),
    )

    expect(repeat).toEqual(first)
    const rows = good(await ada.supabase.from('messages').select('id').eq('id', id))
    expect(rows).toHaveLength(1)
  })

  it('repeated at the same moment by ten requests stores one', async () => {
    const id = randomUUID()

    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        ada.supabase.rpc('send_message', { id, room: room.id, content: 'many' }),
      ),
    )

    expect(new Set(answers.map((answer) => good(answer).seq)).size).toBe(1)
  })

  it("does not give away another's message for its id", async () => {
    const secret = await send(ada, (await roomOf(ada)).id, 'for Ada only')

    const { data, error } = await bob.supabase.rpc('send_message', {
      id: secret.id,
      room: room.id,
      content: 'mine now',
    })

    expect(data).toBeNull()
    expect(error).not.toBeNull()
  })

  it('numbers a hundred simultaneous messages without a gap', async () => {
    const busy = await roomOf(ada, [bob])

    const sent = await Promise.all(
      Array.from({ length: 100 }, (_, n) => send(n % 2 === 0 ? ada : bob, busy.id, `n${n}`)),
    )

    expect(seqs(sent).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 1),
    )
  })

  it('answers a message to another', async () => {
    const first = await send(ada, room.id, 'question')

    const reply = good(
      await bob.supabase.rpc('send_message', {
        id: randomUUID(),
        room: room.id,
        content: 'answer',
        reply_to: first.id,
      }),
    )

    expect(reply.reply_to).toBe(first.id)
  })

  it.each(['', 'x'.repeat(4_001)])('refuses a content of wrong length', async (content) => {
    const { error, status } = await ada.supabase.rpc('send_message', {
      id: randomUUID(),
      room: room.id,
      content,
    })

    expect({ status, code: error?.code }).toEqual({ status: 400, code: '23514' })
  })

  it('refuses somebody who is not signed in', async () => {
    const { error, status } = await supabaseClient(addresses).rpc('send_message', {
      id: randomUUID(),
      room: room.id,
      content: 'hello',
    })

    expect(status).toBe(401)
    expect(['PT401', '42501']).toContain(error?.code)
  })
})

describe('history', () => {
  let room: RoomRow
  let sent: MessageRow[]
  beforeAll(async () => {
    room = await roomOf(ada, [bob])
    sent = []
    for (let n = 1; n <= 12; n++) {
      sent.push(await send(ada, room.id, `message ${n}`))
    }
  })

  it('begins with the newest messages, oldest of them first', async () => {
    const snapshot = good(await bob.supabase.rpc('room_snapshot', { room: room.id, limit: 5 }))

    expect(seqs(snapshot.messages)).toEqual([8, 9, 10, 11, 12])
    expect(snapshot.has_older).toBe(true)
    expect(snapshot.room).toMatchObject({ id: room.id, visibility: 'private' })
    expect(snapshot.epoch).toMatch(/^\d+-\d+$/)
    expect(snapshot.rev).toBe(sent.at(-1)?.rev)
    expect(snapshot.participants.map((p) => p.user_id).toSorted()).toEqual(
      [ada.id, bob.id].toSorted(),
    )
  })

  it('goes back, forth and around', async () => {
    const page = async (place: object) =>
      good(await bob.supabase.rpc('messages_page', { room: room.id, limit: 4, ...place }))

    const before = await page({ before_seq: 8 })
    const after = await page({ after_seq: 8 })
    const around = await page({ around_id: sent[5]?.id })

    expect(seqs(before.messages)).toEqual([4, 5, 6, 7])
    expect(before).toMatchObject({ has_older: true, has_newer: true })
    expect(seqs(after.messages)).toEqual([9, 10, 11, 12])
    expect(after).toMatchObject({ has_older: true, has_newer: false })
    expect(seqs(around.messages)).toContain(6)
    expect(seqs(around.messages)).toEqual(seqs(around.messages).toSorted((a, b) => a - b))
  })

  it('ends at the first message', async () => {
    const page = good(
      await bob.supabase.rpc('messages_page', { room: room.id, before_seq: 4, limit: 10 }),
    )

    expect(seqs(page.messages)).toEqual([1, 2, 3])
    expect(page.has_older).toBe(false)
  })

  it('is searched, page by page', async () => {
    const search = async (args: object) =>
      good(
        await bob.supabase.rpc('search_messages', {
          query: 'mess',
          room: room.id,
          limit: 8,
          ...args,
        }),
      )

    const first = await search({})
    const second = await search({ cursor: first.cursor })
    const { error, status } = await bob.supabase.rpc('search_messages', { query: '!' })

    const found = [...first.results, ...second.results]
    expect(seqs(found.map(({ message }) => message))).toEqual(seqs(sent).toReversed())
    expect(found[0]).toMatchObject({
      message: sent.at(-1),
      excerpt: ['', 'message', ' 12'],
    })
    expect(second.cursor).toBeNull()
    expect({ status, error }).toMatchObject({ status: 400, error: { hint: 'query_needed' } })
  })

  it('stands where people came', async () => {
    const snapshot = good(await bob.supabase.rpc('room_snapshot', { room: room.id }))

    expect(snapshot.notices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'user-joined', user_id: bob.id, after_seq: 0 }),
      ]),
    )
  })

  it('of changes is complete up to the head and rises by one', async () => {
    const changes = good(
      await bob.supabase.rpc('room_changes', { room: room.id, after_rev: 0, limit: 200 }),
    )

    expect(changes.items.map((item) => item.rev)).toEqual(
      Array.from({ length: changes.head }, (_, n) => n + 1),
    )
    expect(changes).toMatchObject({ reset: false, through: changes.head })
    const created = changes.items.filter((item) => item.kind === 'new-message')
    expect(created.map((item) => item.data['id'])).toEqual(sent.map((message) => message.id))
  })

  it('of changes comes in parts that say how far they go', async () => {
    const part = good(
      await bob.supabase.rpc('room_changes', { room: room.id, after_rev: 2, limit: 3 }),
    )

    expect(part.items.map((item) => item.rev)).toEqual([3, 4, 5])
    expect(part.through).toBe(5)
    expect(part.head).toBeGreaterThan(5)
  })

  it('of changes asks a client from the future to start over', async () => {
    const changes = good(
      await bob.supabase.rpc('room_changes', { room: room.id, after_rev: 100_000 }),
    )

    expect(changes).toMatchObject({ reset: true, items: [] })
  })
})

describe('set_cursor', () => {
  it('only grows and never passes the last message', async () => {
    const room = await roomOf(ada, [bob])
    for (let n = 0; n < 5; n++) {
      await send(ada, room.id, `m${n}`)
    }
    const set = async (place: { read_seq?: number; delivered_seq?: number }) =>
      good(await bob.supabase.rpc('set_cursor', { room: room.id, ...place }))

    expect(await set({ delivered_seq: 3 })).toMatchObject({ read_seq: 0, delivered_seq: 3 })
    expect(await set({ read_seq: 2 })).toMatchObject({ read_seq: 2, delivered_seq: 3 })
    expect(await set({ read_seq: 1, delivered_seq: 1 })).toMatchObject({
      read_seq: 2,
      delivered_seq: 3,
    })
    expect(await set({ read_seq: 99, delivered_seq: 99 })).toMatchObject({
      read_seq: 5,
      delivered_seq: 5,
    })
  })
})

describe('my_rooms', () => {
  it('tells unread messages, people and the last message, newest room first', async () => {
    const quiet = await roomOf(cyd)
    const busy = await roomOf(cyd, [ada])
    await send(ada, busy.id, 'one')
    await send(ada, busy.id, 'two')

    const rooms = good(await cyd.supabase.rpc('my_rooms'))

    expect(rooms.map((room) => room.id)).toEqual([busy.id, quiet.id])
    expect(rooms[0]).toMatchObject({
      role: 'owner',
      unread: 2,
      participant_count: 2,
      last_message: { content: 'two' },
    })
    expect(rooms[1]).toMatchObject({ unread: 0, participant_count: 1 })
  })
})

describe('authorize_user', () => {
  it('says as whom one signs in, and whom one may watch', async () => {
    const room = await roomOf(ada, [bob])
    const answer = good(await ada.supabase.rpc('authorize_user'))

    expect(room.id).toBeDefined()
    expect(answer).toMatchObject({ allowed: true, user_id: ada.id, user_info: { name: 'Ada' } })
    expect(answer.watchlist).toContain(bob.id)
    expect(answer.watchlist).not.toContain(ada.id)
  })
})

describe('authorize_channel', () => {
  it('answers participants and refuses everybody and everything else', async () => {
    const room = await roomOf(ada)
    const ask = async (who: Person, name: string) =>
      good(await who.supabase.rpc('authorize_channel', { name }))

    expect(await ask(ada, `private-room-${room.id}`)).toEqual({ allowed: true })
    expect(await ask(ada, `presence-room-${room.id}`)).toMatchObject({
      allowed: true,
      user_id: ada.id,
      user_info: { name: 'Ada' },
    })
    const refusals = [
      await ask(bob, `private-room-${room.id}`),
      await ask(bob, `presence-room-${room.id}`),
      await ask(ada, `private-room-${randomUUID()}`),
      await ask(ada, 'private-room-not-a-uuid'),
      await ask(ada, 'private-anything'),
      await ask(ada, ''),
    ]
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ allowed: false, reason: expect.any(String) as string })
    }
  })
})
