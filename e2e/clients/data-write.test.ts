import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { good, people, type Person, roomOf, send, supabaseClient } from '../support/people.js'
import type { RoomRow } from '../support/schema.js'

const addresses = inject('addresses')
let ada: Person
let bob: Person
let room: RoomRow

beforeAll(async () => {
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
  room = await roomOf(ada, [bob])
})

const row = (content: string) => ({ room_id: room.id, user_id: ada.id, content })

async function stored(id: string) {
  return good(await ada.supabase.from('messages').select('*').eq('id', id))
}

describe('inserting a message', () => {
  it('answers 201 without a body', async () => {
    const { data, error, status } = await ada.supabase.from('messages').insert(row('plain'))

    expect({ data, error, status }).toEqual({ data: null, error: null, status: 201 })
  })

  it('with select gives the stored row with its place in the room', async () => {
    const first = good(await ada.supabase.from('messages').insert(row('one')).select().single())
    const second = good(
      await ada.supabase.from('messages').insert(row('two')).select('id, seq, content').single(),
    )

    expect(second).toEqual({
      id: expect.any(String) as string,
      seq: first.seq + 1,
      content: 'two',
    })
  })

  it('takes several rows at once and keeps their order', async () => {
    const rows = good(
      await ada.supabase
        .from('messages')
        .insert([row('a'), row('b'), row('c')])
        .select('content, seq'),
    )

    const bySeq = rows.toSorted((a, b) => a.seq - b.seq)
    expect(bySeq.map((r) => r.content)).toEqual(['a', 'b', 'c'])
  })

  it('keeps every character of any script', async () => {
    const content = 'naïve 日本語 👩‍👩‍👧 "quotes" \\ <b>bold</b> \u202Ertl\n\ttab'

    const saved = good(
      await ada.supabase.from('messages').insert(row(content)).select('content').single(),
    )

    expect(saved.content).toBe(content)
  })

  it('twice with the same id stores it once', async () => {
    const id = randomUUID()
    await ada.supabase.from('messages').insert({ ...row('once'), id })

    const { error } = await ada.supabase
      .from('messages')
      .upsert({ ...row('once'), id }, { onConflict: 'id', ignoreDuplicates: true })
    await ada.supabase.from('messages').insert({ ...row('twice'), id })

    expect(error).toBeNull()
    expect((await stored(id)).map((r) => r.content)).toEqual(['once'])
  })

  it('leaves no hole in the order when a repeat was ignored', async () => {
    const before = await send(ada, room.id, 'before')
    await ada.supabase
      .from('messages')
      .upsert({ ...row('before'), id: before.id }, { onConflict: 'id', ignoreDuplicates: true })

    const after = await send(ada, room.id, 'after')

    expect(after.seq).toBe(before.seq + 1)
  })

  it.each([
    ['no content', '', 400, '23514'],
    ['4,001 characters', 'x'.repeat(4_001), 400, '23514'],
  ])('with %s is refused', async (_what, content, status, code) => {
    const answer = await ada.supabase.from('messages').insert(row(content))

    expect({ status: answer.status, code: answer.error?.code }).toEqual({ status, code })
  })

  it('with 4,000 characters is taken', async () => {
    const { status } = await ada.supabase.from('messages').insert(row('😀'.repeat(4_000)))

    expect(status).toBe(201)
  })

  it("in another's name is refused", async () => {
    const { error, status } = await bob.supabase.from('messages').insert(row('not Ada'))

    expect({ status, code: error?.code }).toEqual({ status: 403, code: '42501' })
  })

  it('cannot choose its own place, time or deletion', async () => {
    const id = randomUUID()
    await ada.supabase.from('messages').insert({
      ...row('forged'),
      id,
      seq: 1_000_000,
      rev: 1_000_000,
      created_at: '2001-01-01T00:00:00Z',
    })

    for (const saved of await stored(id)) {
      expect(saved.seq).toBeLessThan(1_000_000)
      expect(saved.rev).toBeLessThan(1_000_000)
    }
    expect((await send(ada, room.id, 'next')).seq).toBeLessThan(1_000_000)
  })

  it('into a room that is not there is refused', async () => {
    const { error, status } = await ada.supabase
      .from('messages')
      .insert({ ...row('lost'), room_id: randomUUID() })

    expect(error).not.toBeNull()
    expect([403, 404, 409]).toContain(status)
  })

  it('with a column that is not there is refused', async () => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/messages`, {
      method: 'POST',
      headers: {
        apikey: addresses.anonKey,
        Authorization: `Bearer ${ada.token}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ ...row('x'), colour: 'green' }),
    })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'PGRST204' })
  })

  it('that is no JSON is refused', async () => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/messages`, {
      method: 'POST',
      headers: {
        apikey: addresses.anonKey,
        Authorization: `Bearer ${ada.token}`,
        'Content-Type': 'application/json',
      },
      body: '{"room_id":',
    })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'PGRST102' })
  })
})

describe('inserting a room', () => {
  it('makes its creator the owner', async () => {
    const made = good(
      await ada.supabase
        .from('chat_rooms')
        .insert({ name: 'By insert' })
        .select('id, visibility, created_by')
        .single(),
    )

    const entries = good(
      await ada.supabase.from('room_participants').select('user_id, role').eq('room_id', made.id),
    )
    expect(made).toMatchObject({ visibility: 'private', created_by: ada.id })
    expect(entries).toEqual([{ user_id: ada.id, role: 'owner' }])
  })

  it("in another's name is refused", async () => {
    const { error, status } = await ada.supabase
      .from('chat_rooms')
      .insert({ name: "Bob's", created_by: bob.id })

    expect({ status, code: error?.code }).toEqual({ status: 403, code: '42501' })
  })
})

describe('deleting and changing rows', () => {
  it('does not remove a message, not even an own one', async () => {
    const message = await send(ada, room.id, 'stays')

    const { data, error } = await ada.supabase
      .from('messages')
      .delete()
      .eq('id', message.id)
      .select()

    expect(error !== null || data.length === 0).toBe(true)
    expect(await stored(message.id)).toHaveLength(1)
  })

  it("does not change another's message", async () => {
    const message = await send(ada, room.id, 'mine')

    const { data, error } = await bob.supabase
      .from('messages')
      .update({ content: 'changed' })
      .eq('id', message.id)
      .select()

    expect(error !== null || data.length === 0).toBe(true)
    expect((await stored(message.id))[0]?.content).toBe('mine')
  })

  it('changes nothing when one is asked for and there are more', async () => {
    const shared = await roomOf(ada, [bob])
    const participants = () =>
      ada.supabase.from('room_participants').select('user_id').eq('room_id', shared.id)

    const { error, status } = await ada.supabase
      .from('room_participants')
      .delete()
      .eq('room_id', shared.id)
      .single()

    expect({ status, code: error?.code }).toEqual({ status: 406, code: 'PGRST116' })
    expect(good(await participants())).toHaveLength(2)
  })

  it('does not reach the log, the counters or the cursors', async () => {
    const log = await ada.supabase.from('room_events').insert({
      room_id: room.id,
      rev: 10_000,
      kind: 'new-message',
      channel: `room-${room.id}`,
      data: {},
    })
    const counters = await ada.supabase
      .from('room_counters')
      .update({ last_seq: 0 })
      .eq('room_id', room.id)
      .select()
    const cursors = await ada.supabase
      .from('room_cursors')
      .update({ read_seq: 0 })
      .eq('user_id', bob.id)
      .select()

    expect(log.error).not.toBeNull()
    expect(counters.error !== null || counters.data.length === 0).toBe(true)
    expect(cursors.error !== null || cursors.data.length === 0).toBe(true)
  })
})

describe('a reaction', () => {
  const reactions = async (message: string) =>
    good(await bob.supabase.rpc('room_snapshot', { room: room.id })).reactions.filter(
      (r) => r.message_id === message,
    )

  it('is inserted, repeated without an effect, and deleted', async () => {
    const message = await send(ada, room.id, 'what do you think?')
    const reaction = { message_id: message.id, emoji: '👍' }

    const first = good(
      await bob.supabase.from('message_reactions').insert(reaction).select().single(),
    )
    const again = await bob.supabase.from('message_reactions').insert(reaction)
    const upserted = await bob.supabase
      .from('message_reactions')
      .upsert(reaction, { onConflict: 'message_id,emoji,user_id', ignoreDuplicates: true })
    const byFunction = good(await bob.supabase.rpc('react', { message: message.id, emoji: '👍' }))

    expect(first).toMatchObject({ ...reaction, user_id: bob.id, room_id: room.id })
    expect([again.error, upserted.error]).toEqual([null, null])
    expect(byFunction).toEqual({ ...reaction, user_id: bob.id, rev: first.rev })
    expect(await reactions(message.id)).toEqual([{ ...reaction, user_ids: [bob.id] }])

    await ada.supabase.from('message_reactions').delete().match(reaction)
    expect(await reactions(message.id)).toHaveLength(1)
    await bob.supabase.from('message_reactions').delete().match(reaction)
    expect(await reactions(message.id)).toEqual([])
    expect(
      good(await bob.supabase.rpc('unreact', { message: message.id, emoji: '👍' })).rev,
    ).toBeGreaterThan(first.rev)
  })

  it('of nothing, or to nothing, is refused', async () => {
    const message = await send(ada, room.id, 'and this?')
    const gone = await send(ada, room.id, 'or this?')
    good(await ada.supabase.rpc('delete_message', { id: gone.id }))
    const table = bob.supabase.from('message_reactions')

    const answers = await Promise.all([
      table.insert({ message_id: message.id, emoji: ' ' }),
      table.insert({ message_id: randomUUID(), emoji: '👍' }),
      table.insert({ message_id: gone.id, emoji: '👍' }),
      table.insert({ message_id: message.id, emoji: '👍', user_id: ada.id }),
    ])

    expect(answers.map((a) => [a.status, a.error?.code])).toEqual([
      [400, '23514'],
      [404, 'PT404'],
      [410, 'PT410'],
      [403, '42501'],
    ])
  })

  it('is one of at most twenty different ones', async () => {
    const message = await send(ada, room.id, 'and now?')
    const emoji = Array.from({ length: 20 }, (_, n) => `:n${String(n)}:`)
    const all = emoji.map((one) => ({ message_id: message.id, emoji: one }))
    await bob.supabase.from('message_reactions').insert(all)

    const { error, status } = await bob.supabase.rpc('react', { message: message.id, emoji: '👍' })

    expect(status).toBe(422)
    expect(error).toMatchObject({ code: 'PT422', hint: 'too_many_reactions' })
    expect((await reactions(message.id)).map((r) => r.emoji)).toEqual(emoji)
  })
})

describe('a profile', () => {
  it('is changed by its owner', async () => {
    const changed = good(
      await ada.supabase
        .from('profiles')
        .update({ display_name: 'Ada L.', avatar_url: 'https://example.test/ada.png' })
        .eq('id', ada.id)
        .select('display_name, avatar_url')
        .single(),
    )

    expect(changed).toEqual({
      display_name: 'Ada L.',
      avatar_url: 'https://example.test/ada.png',
    })
  })

  it('is not changed by anybody else', async () => {
    const { data, error } = await bob.supabase
      .from('profiles')
      .update({ display_name: 'Not Ada' })
      .eq('id', ada.id)
      .select()

    expect(error !== null || data.length === 0).toBe(true)
    const profile = good(
      await ada.supabase.from('profiles').select('display_name').eq('id', ada.id).single(),
    )
    expect(profile.display_name).not.toBe('Not Ada')
  })

  it('is upserted by its owner', async () => {
    const { error } = await bob.supabase
      .from('profiles')
      .upsert({ id: bob.id, display_name: 'Bob B.' })

    expect(error).toBeNull()
    const profile = good(
      await ada.supabase.from('profiles').select('display_name').eq('id', bob.id).single(),
    )
    expect(profile.display_name).toBe('Bob B.')
  })
})

describe('somebody who is not signed in', () => {
  it('writes nothing', async () => {
    const { error, status } = await supabaseClient(addresses)
      .from('messages')
      .insert(row('anonymous'))

    expect({ status, code: error?.code }).toEqual({ status: 401, code: '42501' })
  })

  it('without any key is refused', async () => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/messages?select=id`)

    expect(answer.status).toBe(401)
  })
})
