import { beforeAll, describe, expect, inject, it } from 'vitest'
import { good, people, type Person, roomOf, send, supabaseClient } from '../support/people.js'
import type { RoomRow } from '../support/schema.js'

const addresses = inject('addresses')
let ada: Person
let bob: Person
let shared: RoomRow
let own: RoomRow

beforeAll(async () => {
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
  shared = await roomOf(ada, [bob])
  own = await roomOf(ada)
  for (const content of ['one', 'two', 'three']) {
    await send(ada, shared.id, content)
  }
  await send(ada, own.id, 'alone')
})

const rooms = (columns: string) =>
  ada.supabase.from('chat_rooms').select<string, unknown>(columns).in('id', [shared.id, own.id])

describe('related rows', () => {
  it('of the many side come as a list, ordered and limited', async () => {
    const found = good(
      await rooms('id, messages(content)')
        .order('seq', { referencedTable: 'messages', ascending: false })
        .limit(2, { referencedTable: 'messages' }),
    )

    expect(found).toHaveLength(2)
    expect(found).toEqual(
      expect.arrayContaining([
        { id: shared.id, messages: [{ content: 'three' }, { content: 'two' }] },
        { id: own.id, messages: [{ content: 'alone' }] },
      ]),
    )
  })

  it('of the one side come as an object under the name that is asked for', async () => {
    const found = good(
      await ada.supabase
        .from('messages')
        .select<string, unknown>('content, room:chat_rooms(name)')
        .eq('room_id', own.id),
    )

    expect(found).toEqual([{ content: 'alone', room: { name: own.name } }])
  })

  it('that are filtered leave the outer row, unless joined by inner', async () => {
    const outer = good(
      await rooms('id, room_participants(user_id)').eq('room_participants.user_id', bob.id),
    )
    const inner = good(
      await rooms('id, room_participants!inner(user_id)').eq('room_participants.user_id', bob.id),
    )

    expect(outer).toHaveLength(2)
    expect(inner).toEqual([{ id: shared.id, room_participants: [{ user_id: bob.id }] }])
  })

  it('of the people behind messages, memberships and cursors are their profiles', async () => {
    good(await ada.supabase.rpc('set_cursor', { room: own.id, read_seq: 1 }))
    const messages = good(
      await ada.supabase
        .from('messages')
        .select<string, unknown>('content, profiles(display_name)')
        .eq('room_id', own.id),
    )
    const participants = good(
      await ada.supabase
        .from('chat_rooms')
        .select<string, unknown>('room_participants(role, profiles(display_name))')
        .eq('id', own.id),
    )

    const cursors = good(
      await ada.supabase
        .from('room_cursors')
        .select<string, unknown>('read_seq, profiles(display_name)')
        .eq('room_id', own.id),
    )

    expect(cursors).toEqual([{ read_seq: 1, profiles: { display_name: 'Ada' } }])
    expect(messages).toEqual([{ content: 'alone', profiles: { display_name: 'Ada' } }])
    expect(participants).toEqual([
      { room_participants: [{ role: 'owner', profiles: { display_name: 'Ada' } }] },
    ])
  })

  it('are left out where they may not be read, and the rest is answered', async () => {
    const open = await roomOf(ada, [], 'public')
    await send(ada, open.id, 'anybody there?')

    const messages = good(
      await supabaseClient(addresses)
        .from('messages')
        .select<string, unknown>('content, profiles(display_name)')
        .eq('room_id', open.id),
    )

    expect(messages).toEqual([{ content: 'anybody there?', profiles: null }])
  })

  it('that do not exist are refused by name', async () => {
    const { error, status } = await rooms('id, nothing(id)')

    expect({ status, code: error?.code }).toEqual({ status: 400, code: 'PGRST200' })
  })

  it('are hidden with the rows they hang on', async () => {
    const answer = await supabaseClient(addresses)
      .from('chat_rooms')
      .select<string, unknown>('id, messages(content)')
      .eq('id', own.id)

    expect(answer.data ?? []).toEqual([])
  })
})

describe('a function', () => {
  it('that only reads may be called by GET', async () => {
    const byGet = good(
      await bob.supabase.rpc('messages_page', { room: shared.id, limit: 2 }, { get: true }),
    )

    expect(byGet.messages.map((message) => message.content)).toEqual(['two', 'three'])
  })

  it('that writes may not be called by GET', async () => {
    const { error, status } = await bob.supabase.rpc(
      'set_cursor',
      { room: shared.id, read_seq: 1 },
      { get: true },
    )

    expect({ status, code: error?.code }).toEqual({ status: 405, code: '25006' })
  })
})

describe('a request with SQL in it', () => {
  const drop = '"; drop table messages; --'

  it.each([
    ['a filtered column', `/messages?${encodeURIComponent(drop)}=eq.1`],
    ['a value', `/messages?content=eq.${encodeURIComponent("'; drop table messages; --")}`],
    ['a selected column', `/messages?select=${encodeURIComponent(drop)}`],
    ['an order', `/messages?order=${encodeURIComponent(`seq; ${drop}`)}`],
    ['a limit', `/messages?limit=${encodeURIComponent('1; drop table messages')}`],
    ['a json path', `/messages?select=${encodeURIComponent(`metadata->>'a'; ${drop}`)}`],
    ['a table', `/${encodeURIComponent(drop)}?select=id`],
    ['a function', `/rpc/${encodeURIComponent(`my_rooms(); ${drop}`)}`],
    [
      'a language of text search',
      `/messages?content=fts(${encodeURIComponent("english'); --")}).x`,
    ],
  ])('in %s harms nothing', async (_where, path) => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1${path}`, {
      headers: { apikey: addresses.anonKey, Authorization: `Bearer ${ada.token}` },
    })

    expect(answer.status).toBeLessThan(500)
    expect(await send(ada, own.id, 'still there')).toMatchObject({ content: 'still there' })
  })
})

describe('a crowd', () => {
  it('of a hundred requests at once is served without a failure', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ada.supabase.from('messages').select('id').limit(1)),
    )

    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
  })

  it('does not make room for a body of two megabytes', async () => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/messages`, {
      method: 'POST',
      headers: {
        apikey: addresses.anonKey,
        Authorization: `Bearer ${ada.token}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ content: 'x'.repeat(2 * 1024 * 1024) }),
    })

    expect(answer.status).toBe(413)
  })
})
