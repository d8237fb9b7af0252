import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { good, people, type Person, roomOf, send, supabaseClient } from '../support/people.js'
import type { MessageRow, RoomRow } from '../support/schema.js'
import { sqlOf } from '../support/sql.js'
import { signedToken, userClaims } from '../support/tokens.js'

const addresses = inject('addresses')
const tables = [
  'chat_rooms',
  'messages',
  'message_reactions',
  'message_pins',
  'room_participants',
  'room_cursors',
] as const
let ada: Person
let bob: Person
let eve: Person
let lee: Person
let room: RoomRow
let secret: MessageRow

/** Ada owns a private room with Bob in it; Lee was in it and left; Eve never was. */
beforeAll(async () => {
  ;[ada, bob, eve, lee] = await people(addresses, 'Ada', 'Bob', 'Eve', 'Lee')
  room = await roomOf(ada, [bob, lee])
  secret = await send(ada, room.id, 'the secret')
  good(await bob.supabase.rpc('react', { message: secret.id, emoji: '🤫' }))
  good(await ada.supabase.rpc('pin_message', { message: secret.id }))
  good(await bob.supabase.rpc('set_cursor', { room: room.id, read_seq: 1, delivered_seq: 1 }))
  const { error } = await lee.supabase.rpc('leave_room', { room: room.id })
  expect(error).toBeNull()
})

const keyOf = (table: (typeof tables)[number]) => (table === 'chat_rooms' ? 'id' : 'room_id')

/** Counts the rows of the room that somebody sees. */
async function visible(who: Pick<Person, 'supabase'>, table: (typeof tables)[number]) {
  const { data } = await who.supabase.from(table).select('*').filter(keyOf(table), 'eq', room.id)
  return (data ?? []).length
}

describe('a participant', () => {
  it.each(tables)('reads the rows of %s', async (table) => {
    expect(await visible(bob, table)).toBeGreaterThan(0)
  })

  it('reads by every function and sends', async () => {
    const { supabase } = bob
    good(await supabase.rpc('room_snapshot', { room: room.id }))
    good(await supabase.rpc('messages_page', { room: room.id }))
    good(await supabase.rpc('room_changes', { room: room.id, after_rev: 0 }))
    expect((await send(bob, room.id, 'from Bob')).user_id).toBe(bob.id)
    expect(good(await supabase.rpc('my_rooms')).map((r) => r.id)).toContain(room.id)
  })
})

describe.each(['a stranger', 'somebody who left'])('%s', (who) => {
  const outsider = () => (who === 'a stranger' ? eve : lee)

  it.each(tables)('sees no row of %s', async (table) => {
    expect(await visible(outsider(), table)).toBe(0)
  })

  it('finds no message by its id', async () => {
    const { data } = await outsider().supabase.from('messages').select('*').eq('id', secret.id)

    expect(data).toEqual([])
  })

  it('does not see a private room among the own ones', async () => {
    const rooms = good(await outsider().supabase.rpc('my_rooms'))

    expect(rooms.map((r) => r.id)).not.toContain(room.id)
  })

  it('cannot insert a message', async () => {
    const { error, status } = await outsider()
      .supabase.from('messages')
      .insert({ room_id: room.id, user_id: outsider().id, content: 'let me in' })

    expect(error).not.toBeNull()
    expect(status).toBe(403)
  })

  it("cannot insert a message in a participant's name", async () => {
    const { error } = await outsider()
      .supabase.from('messages')
      .insert({ room_id: room.id, user_id: ada.id, content: 'I am Ada' })

    expect(error).not.toBeNull()
  })

  it.each([
    ['send_message', () => ({ id: randomUUID(), room: room.id, content: 'let me in' })],
    ['room_snapshot', () => ({ room: room.id })],
    ['messages_page', () => ({ room: room.id })],
    ['search_messages', () => ({ room: room.id, query: 'secret' })],
    ['room_changes', () => ({ room: room.id, after_rev: 0 })],
    ['react', () => ({ message: secret.id, emoji: '👀' })],
    ['unreact', () => ({ message: secret.id, emoji: '🤫' })],
    ['pin_message', () => ({ message: secret.id })],
    ['unpin_message', () => ({ message: secret.id })],
    ['pinned_messages', () => ({ room: room.id })],
    ['set_thread_cursor', () => ({ thread: secret.id, read_seq: 1 })],
    ['set_cursor', () => ({ room: room.id, read_seq: 1 })],
  ] as const)('is refused by %s', async (name, args) => {
    const { data, error, status } = await outsider().supabase.rpc(name, args() as never)

    expect(data).toBeNull()
    expect(status).toBe(403)
    expect(error).toMatchObject({ code: 'PT403', hint: 'not_a_participant' })
  })

  it('cannot come in without an invitation', async () => {
    const { error } = await outsider().supabase.rpc('join_room', { room: room.id })

    expect(error).toMatchObject({ code: 'PT403', hint: 'invitation_needed' })
  })

  it('cannot add itself as a participant', async () => {
    const { error } = await outsider()
      .supabase.from('room_participants')
      .insert({ room_id: room.id, user_id: outsider().id })

    expect(error).not.toBeNull()
    expect(await visible(outsider(), 'messages')).toBe(0)
  })

  it('cannot change or take the room', async () => {
    await outsider().supabase.from('chat_rooms').update({ visibility: 'public' }).eq('id', room.id)
    await outsider().supabase.from('chat_rooms').delete().eq('id', room.id)

    const rooms = good(await ada.supabase.from('chat_rooms').select('visibility').eq('id', room.id))
    expect(rooms).toEqual([{ visibility: 'private' }])
  })
})

describe('a member who is no owner', () => {
  it('cannot raise the own role', async () => {
    await bob.supabase
      .from('room_participants')
      .update({ role: 'owner' })
      .eq('room_id', room.id)
      .eq('user_id', bob.id)

    const rows = good(
      await ada.supabase
        .from('room_participants')
        .select('role')
        .eq('room_id', room.id)
        .eq('user_id', bob.id),
    )
    expect(rows).toEqual([{ role: 'member' }])
  })

  it('cannot add others', async () => {
    const { error } = await bob.supabase
      .from('room_participants')
      .insert({ room_id: room.id, user_id: eve.id })

    expect(error).not.toBeNull()
  })
})

describe('who leaves and comes back', () => {
  const entryOf = async (who: Person, roomId: string) =>
    good(
      await who.supabase
        .from('room_participants')
        .select('role, muted_until')
        .eq('room_id', roomId)
        .eq('user_id', who.id),
    )

  it('is what the others add, not what the person was', async () => {
    const den = await roomOf(ada)
    const { error: added } = await ada.supabase
      .from('room_participants')
      .insert({ room_id: den.id, user_id: bob.id, role: 'moderator' })
    const { error: left } = await ada.supabase.rpc('leave_room', { room: den.id })
    const { error: back } = await bob.supabase
      .from('room_participants')
      .insert({ room_id: den.id, user_id: ada.id })

    expect([added, left, back]).toEqual([null, null, null])
    expect(await entryOf(ada, den.id)).toEqual([{ role: 'member', muted_until: null }])
  })

  it('is muted still', async () => {
    const square = await roomOf(ada, [], 'public')
    good(await bob.supabase.rpc('join_room', { room: square.id }))
    await sqlOf(addresses)`update room_participants set muted_until = 'infinity'
                            where room_id = ${square.id} and user_id = ${bob.id}`

    await bob.supabase
      .from('room_participants')
      .delete()
      .eq('room_id', square.id)
      .eq('user_id', bob.id)
    const { error: back } = await bob.supabase
      .from('room_participants')
      .insert({ room_id: square.id, user_id: bob.id })
    const { error: said } = await bob.supabase.rpc('send_message', {
      id: randomUUID(),
      room: square.id,
      content: 'hello?',
    })

    expect(back).toBeNull()
    expect(said).toMatchObject({ code: 'PT403', hint: 'muted' })
  })
})

describe('who reads a public room without being in it', () => {
  it('learns from no function how far others have read', async () => {
    const square = await roomOf(ada, [], 'public')
    await send(ada, square.id, 'one')
    good(await ada.supabase.rpc('set_cursor', { room: square.id, read_seq: 1 }))
    const cursors = async (who: Person) => [
      good(await who.supabase.rpc('room_snapshot', { room: square.id })).cursors.length,
      good(await who.supabase.rpc('room_changes', { room: square.id, after_rev: 0 })).cursors
        .length,
    ]

    expect(await cursors(ada)).toEqual([1, 1])
    expect(await cursors(eve)).toEqual([0, 0])
  })
})

describe('one request', () => {
  it('does not write a thousand rows', async () => {
    const { error } = await ada.supabase
      .from('room_participants')
      .insert(Array.from({ length: 1_000 }, () => ({ room_id: room.id, user_id: ada.id })))

    expect(error).toMatchObject({ code: 'PT413', hint: 'too_many_rows' })
  })
})

describe('the log', () => {
  it('is read through its function only, by nobody as a table', async () => {
    const answers = await Promise.all(
      [ada, eve].map((who) => who.supabase.from('room_events').select('*').limit(1)),
    )

    expect(answers.map((answer) => answer.data)).toEqual([null, null])
  })
})

describe('without a token', () => {
  it.each(tables)('no row of %s is seen', async (table) => {
    expect(await visible({ supabase: supabaseClient(addresses) }, table)).toBe(0)
  })

  it.each(['room_snapshot', 'messages_page'] as const)('%s is refused', async (name) => {
    const { data, status } = await supabaseClient(addresses).rpc(name, { room: room.id })

    expect(data).toBeNull()
    expect([401, 403]).toContain(status)
  })
})

describe('a token', () => {
  it.each([
    ['of a participant', 200, () => bob.token],
    ['signed with another secret', 401, () => signedToken(userClaims(bob.id), 'y'.repeat(40))],
    ['that expired', 401, () => signedToken(userClaims(bob.id, { exp: 1_700_000_000 }))],
    ['without a signature', 401, () => bob.token.replace(/[^.]*$/, '')],
    ['with changed claims', 401, () => tampered(eve.token, bob.id)],
    ['of algorithm none', 401, () => unsigned(bob.id)],
    [
      'of a role that is not for the API',
      401,
      () => signedToken(userClaims(bob.id, { role: 'postgres' })),
    ],
  ])('%s is answered with %i', async (_what, status, token) => {
    const answer = await fetch(
      `${addresses.supabaseUrl}/rest/v1/messages?room_id=eq.${room.id}&select=content`,
      { headers: { apikey: addresses.anonKey, Authorization: `Bearer ${token()}` } },
    )
    const body = await answer.text()

    expect(body.includes('the secret')).toBe(status === 200)
    expect([status, status === 401 ? 403 : status]).toContain(answer.status)
  })
})

function tampered(token: string, sub: string): string {
  const [head, , signature] = token.split('.')
  const claims = Buffer.from(JSON.stringify(userClaims(sub))).toString('base64url')
  return [head, claims, signature].join('.')
}

function unsigned(sub: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(userClaims(sub))}.`
}
