import { beforeAll, describe, expect, inject, it } from 'vitest'
import { good, people, type Person, roomOf } from '../support/people.js'
import type { RoomRow } from '../support/schema.js'

const addresses = inject('addresses')
const words = ['apple', 'Banana', 'cherry pie', 'date, dried', 'elder"berry', 'fig (100%)']
let ada: Person
let bob: Person
let room: RoomRow

beforeAll(async () => {
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
  room = await roomOf(ada, [bob])
  for (const [index, content] of words.entries()) {
    const sender = index % 2 === 0 ? ada : bob
    good(
      await sender.supabase
        .from('messages')
        .insert({
          room_id: room.id,
          user_id: sender.id,
          content,
          ...(index < 2 ? { metadata: { kind: 'fruit', place: index } } : {}),
        })
        .select(),
    )
  }
})

const inRoom = () =>
  ada.supabase.from('messages').select('content').eq('room_id', room.id).order('seq')

async function contents(
  query: PromiseLike<{
    data: { content: string }[] | null
    error: { code: string; message: string } | null
  }>,
): Promise<string[]> {
  return good(await query).map((row) => row.content)
}

describe('filters', () => {
  it('eq and neq', async () => {
    expect(await contents(inRoom().eq('content', 'date, dried'))).toEqual(['date, dried'])
    expect(await contents(inRoom().neq('user_id', ada.id))).toEqual([words[1], words[3], words[5]])
  })

  it('gt, gte, lt and lte', async () => {
    expect(await contents(inRoom().gt('seq', 4))).toEqual(words.slice(4))
    expect(await contents(inRoom().gte('seq', 4))).toEqual(words.slice(3))
    expect(await contents(inRoom().lt('seq', 3))).toEqual(words.slice(0, 2))
    expect(await contents(inRoom().lte('seq', 3))).toEqual(words.slice(0, 3))
  })

  it('like and ilike', async () => {
    expect(await contents(inRoom().like('content', 'b%'))).toEqual([])
    expect(await contents(inRoom().ilike('content', 'b%'))).toEqual(['Banana'])
    expect(await contents(inRoom().like('content', '%rr%'))).toEqual(['cherry pie', 'elder"berry'])
  })

  it('in, with commas, quotes and brackets in the values', async () => {
    const wanted = ['date, dried', 'elder"berry', 'fig (100%)']

    expect(await contents(inRoom().in('content', wanted))).toEqual(wanted)
  })

  it('in with no values gives no rows', async () => {
    expect(await contents(inRoom().in('content', []))).toEqual([])
  })

  it('is null and not is null', async () => {
    expect(await contents(inRoom().is('metadata', null))).toEqual(words.slice(2))
    expect(await contents(inRoom().not('metadata', 'is', null))).toEqual(words.slice(0, 2))
  })

  it('or, with and within', async () => {
    expect(await contents(inRoom().or('seq.eq.1,and(seq.gt.2,seq.lt.4)'))).toEqual([
      words[0],
      words[2],
    ])
  })

  it('not in and not eq', async () => {
    expect(await contents(inRoom().not('seq', 'in', '(1,2,3)'))).toEqual(words.slice(3))
    expect(await contents(inRoom().not('seq', 'eq', 1))).toEqual(words.slice(1))
  })

  it('match and filter', async () => {
    expect(await contents(inRoom().match({ seq: 2, user_id: bob.id }))).toEqual(['Banana'])
    expect(await contents(inRoom().filter('seq', 'eq', 2))).toEqual(['Banana'])
  })

  it('contains on json, and a path into json', async () => {
    expect(await contents(inRoom().contains('metadata', { place: 1 }))).toEqual(['Banana'])
    expect(await contents(inRoom().eq('metadata->>kind', 'fruit'))).toEqual(words.slice(0, 2))
  })

  it('text search', async () => {
    expect(
      await contents(inRoom().textSearch('content', 'cherry pie', { type: 'websearch' })),
    ).toEqual(['cherry pie'])
  })
})

describe('order, limit, range and count', () => {
  it('orders downwards and limits', async () => {
    const rows = good(
      await ada.supabase
        .from('messages')
        .select('seq')
        .eq('room_id', room.id)
        .order('seq', { ascending: false })
        .limit(2),
    )

    expect(rows.map((row) => row.seq)).toEqual([6, 5])
  })

  it('orders by two columns and puts nulls where asked', async () => {
    const rows = good(
      await ada.supabase
        .from('messages')
        .select('seq')
        .eq('room_id', room.id)
        .order('metadata->>place', { ascending: true, nullsFirst: true })
        .order('seq', { ascending: false }),
    )

    expect(rows.map((row) => row.seq)).toEqual([6, 5, 4, 3, 1, 2])
  })

  it('gives a range with the exact count as partial content', async () => {
    const { count, data, status } = await ada.supabase
      .from('messages')
      .select('seq', { count: 'exact' })
      .eq('room_id', room.id)
      .order('seq')
      .range(2, 3)

    expect({ count, status }).toEqual({ count: 6, status: 206 })
    expect(data?.map((row) => row.seq)).toEqual([3, 4])
  })

  it('counts without rows', async () => {
    const { count, data, status } = await ada.supabase
      .from('messages')
      .select('*', { count: 'exact', head: true })
      .eq('room_id', room.id)

    expect({ count, data, status }).toEqual({ count: 6, data: null, status: 200 })
  })

  it('refuses a range that starts behind the end', async () => {
    const { error, status } = await ada.supabase
      .from('messages')
      .select('seq', { count: 'exact' })
      .eq('room_id', room.id)
      .range(50, 60)

    expect({ code: error?.code, status }).toEqual({ code: 'PGRST103', status: 416 })
  })
})

describe('one row', () => {
  it('comes as an object from single and maybeSingle', async () => {
    expect(good(await inRoom().eq('seq', 1).single())).toEqual({ content: 'apple' })
    expect(good(await inRoom().eq('seq', 1).maybeSingle())).toEqual({ content: 'apple' })
  })

  it('is an error from single when there is none or more', async () => {
    const none = await inRoom().eq('seq', 99).single()
    const many = await inRoom().single()

    expect(none.status).toBe(406)
    expect(none.error).toMatchObject({ code: 'PGRST116', details: 'The result contains 0 rows' })
    expect(many.error).toMatchObject({ code: 'PGRST116', details: 'The result contains 6 rows' })
  })

  it('is null from maybeSingle when there is none', async () => {
    const { data, error } = await inRoom().eq('seq', 99).maybeSingle()

    expect({ data, error }).toEqual({ data: null, error: null })
  })
})

describe('columns', () => {
  it('may be renamed, cast and taken out of json', async () => {
    const rows: unknown = good(
      await ada.supabase
        .from('messages')
        .select('text:content, seq::text, kind:metadata->>kind')
        .eq('room_id', room.id)
        .eq('seq', 1),
    )

    expect(rows).toEqual([{ text: 'apple', seq: '1', kind: 'fruit' }])
  })

  it('may embed related rows', async () => {
    const row: unknown = good(
      await ada.supabase
        .from('chat_rooms')
        .select<string, unknown>('id, room_participants(user_id)')
        .eq('id', room.id)
        .single(),
    )

    expect(row).toEqual({
      id: room.id,
      room_participants: expect.arrayContaining([{ user_id: ada.id }, { user_id: bob.id }]) as [],
    })
  })

  it('have the names and values of the contract', async () => {
    const row = good(
      await ada.supabase.from('messages').select('*').eq('room_id', room.id).eq('seq', 1).single(),
    )

    expect(row).toMatchObject({
      room_id: room.id,
      user_id: ada.id,
      content: 'apple',
      seq: 1,
      edited_at: null,
      deleted_at: null,
      reply_to: null,
    })
    expect(Math.abs(Date.parse(row.created_at) - Date.now())).toBeLessThan(120_000)
    expect(row.rev).toBeGreaterThan(0)
  })
})

describe('mistakes', () => {
  it.each([
    ['an unknown table', '/messagez?select=id', 404, 'PGRST205'],
    ['an unknown column', '/messages?select=contentz', 400, '42703'],
    ['an unknown operator', '/messages?content=equals.x', 400, 'PGRST100'],
    ['a value of the wrong type', '/messages?id=eq.not-a-uuid', 400, '22P02'],
    ['an unbalanced or', '/messages?or=(seq.eq.1', 400, 'PGRST100'],
    ['an unknown function', '/rpc/no_such_function?x=1', 404, 'PGRST202'],
  ])('in a request are told by status and code: %s', async (_what, path, status, code) => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1${path}`, {
      headers: { apikey: addresses.anonKey, Authorization: `Bearer ${ada.token}` },
    })

    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ code, message: expect.any(String) as string })
  })

  it('in the profile header are refused', async () => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/bridge_cursors`, {
      headers: {
        apikey: addresses.anonKey,
        Authorization: `Bearer ${ada.token}`,
        'Accept-Profile': 'parley',
      },
    })

    expect(answer.status).toBe(406)
    expect(await answer.json()).toMatchObject({ code: 'PGRST106' })
  })

  it('in a token are 401 with a code that says why', async () => {
    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/messages`, {
      headers: { apikey: addresses.anonKey, Authorization: 'Bearer a.b.c' },
    })

    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'PGRST301' })
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })
})

describe('a browser of any origin', () => {
  it('may send every header that supabase-js sends and read the count', async () => {
    const headers =
      'accept-profile,apikey,authorization,content-profile,content-type,prefer,x-client-info,x-retry-count,x-supabase-api-version'
    const preflight = await fetch(`${addresses.supabaseUrl}/rest/v1/messages`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'http://localhost:3000',
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': headers,
      },
    })

    expect(preflight.ok).toBe(true)
    expect(preflight.headers.get('access-control-allow-origin')).toMatch(
      /^(?:\*|http:\/\/localhost:3000)$/,
    )
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
    const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase() ?? ''
    expect(headers.split(',').filter((name) => !allowed.includes(name))).toEqual([])

    const answer = await fetch(`${addresses.supabaseUrl}/rest/v1/messages?limit=0`, {
      headers: {
        Origin: 'http://localhost:3000',
        apikey: addresses.anonKey,
        Authorization: `Bearer ${ada.token}`,
      },
    })
    expect(answer.headers.get('access-control-expose-headers')?.toLowerCase()).toContain(
      'content-range',
    )
  })
})
