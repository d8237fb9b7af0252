import { expect, test } from 'vitest'
import { createSupabaseBackend } from '../../src/supabase/index.js'

interface Call {
  readonly name: string
  readonly args: object
}

/** A client that answers every call alike and writes down what it was asked. */
function createRpc(answer: unknown) {
  const calls: Call[] = []
  return {
    calls,
    rpc: (name: string, args: object) => {
      calls.push({ name, args })
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
}

const refused = (status: number, error: object) => ({ data: null, error, status })
const answered = (data: unknown) => ({ data, error: null, status: 200 })

const message = {
  id: 'm1',
  room_id: 'r1',
  user_id: 'ada',
  content: 'hello',
  created_at: '2026-11-23T12:00:00+00:00',
  seq: 7,
  rev: 9,
}

test('requests name the functions and arguments of the database', async () => {
  const page = { messages: [message], notices: [], has_older: false, has_newer: false }
  const changes = { epoch: 'e', items: [], through: 9, head: 9, reset: false, cursors: [] }
  const cursor = { user_id: 'ada', read_seq: 7, delivered_seq: 7 }
  const [pages, ranges, sends, cursors] = [page, changes, message, cursor].map((data) =>
    createRpc(answered(data)),
  )
  if (!pages || !ranges || !sends || !cursors) {
    throw new Error('four clients were made')
  }

  await createSupabaseBackend(pages).page('r1', { beforeSeq: 9, limit: 50 })
  await createSupabaseBackend(pages).page('r1', { afterSeq: 9, limit: 50 })
  await createSupabaseBackend(pages).page('r1', { aroundId: 'm1', limit: 25 })
  await createSupabaseBackend(ranges).changes('r1', 5, 200)
  await createSupabaseBackend(sends).send({ id: 'm1', roomId: 'r1', content: 'hello' })
  await createSupabaseBackend(sends).send({
    id: 'm1',
    roomId: 'r1',
    content: 'hello',
    replyTo: 'm0',
  })
  await createSupabaseBackend(cursors).setCursor('r1', { readSeq: 7 })

  expect(pages.calls).toEqual([
    { name: 'messages_page', args: { room: 'r1', before_seq: 9, limit: 50 } },
    { name: 'messages_page', args: { room: 'r1', after_seq: 9, limit: 50 } },
    { name: 'messages_page', args: { room: 'r1', around_id: 'm1', limit: 25 } },
  ])
  expect(ranges.calls).toEqual([
    { name: 'room_changes', args: { room: 'r1', after_rev: 5, limit: 200 } },
  ])
  expect(sends.calls).toEqual([
    { name: 'send_message', args: { id: 'm1', room: 'r1', content: 'hello' } },
    { name: 'send_message', args: { id: 'm1', room: 'r1', content: 'hello', reply_to: 'm0' } },
  ])
  expect(cursors.calls).toEqual([{ name: 'set_cursor', args: { room: 'r1', read_seq: 7 } }])
})

test('reactions are asked for by message and emoji, and answered with a place in the log', async () => {
  const answer = { message_id: 'm1', user_id: 'ada', emoji: '👍', rev: 10 }
  const rpc = createRpc(answered(answer))
  const backend = createSupabaseBackend(rpc)
  const reaction = { messageId: 'm1', roomId: 'r1', emoji: '👍' }

  const reacted = await backend.react(reaction)
  await backend.unreact(reaction)

  expect(reacted).toEqual({ messageId: 'm1', userId: 'ada', emoji: '👍', rev: 10 })
  expect(rpc.calls).toEqual([
    { name: 'react', args: { message: 'm1', emoji: '👍' } },
    { name: 'unreact', args: { message: 'm1', emoji: '👍' } },
  ])
  await expect(
    createSupabaseBackend(createRpc(answered({ ...answer, rev: null }))).react(reaction),
  ).rejects.toMatchObject({ code: 1002 })
})

test('a search names only what is asked for, and ends when nobody waits for it', async () => {
  const found = { message, profile: { display_name: 'Ada' }, excerpt: ['', 'hello', ''] }
  const rpc = createRpc(answered({ results: [found], cursor: 'next' }))
  const backend = createSupabaseBackend(rpc)

  const page = await backend.search({ query: 'hello', roomId: 'r1', authorId: undefined })
  await backend.search({ query: 'hello', authorId: 'ada', from: 'then', cursor: 'next', limit: 5 })

  expect(page).toMatchObject({
    results: [{ message: { id: 'm1', roomId: 'r1' }, author: { id: 'ada', name: 'Ada' } }],
    cursor: 'next',
  })
  expect(page.results[0]?.excerpt).toEqual(['', 'hello', ''])
  expect(rpc.calls).toEqual([
    { name: 'search_messages', args: { query: 'hello', room: 'r1' } },
    {
      name: 'search_messages',
      args: { query: 'hello', author: 'ada', from: 'then', cursor: 'next', limit: 5 },
    },
  ])

  const signals: unknown[] = []
  const abortable = {
    rpc: () => ({
      abortSignal: (signal: unknown) => {
        signals.push(signal)
        return Promise.resolve(answered({ results: [], cursor: null }))
      },
    }),
  }
  const { signal } = new AbortController()
  expect(await createSupabaseBackend(abortable as never).search({ query: 'x' }, signal)).toEqual({
    results: [],
  })
  expect(signals).toEqual([signal])
  await expect(
    createSupabaseBackend(createRpc(answered({ results: [{ message }] }))).search({ query: 'x' }),
  ).rejects.toMatchObject({ code: 1002 })
})

test('a page is read with its reactions, and without those that cannot be read', async () => {
  const page = { messages: [message], notices: [], has_older: false, has_newer: false, rev: 12 }
  const read = (reactions: unknown) =>
    createSupabaseBackend(createRpc(answered({ ...page, reactions }))).page('r1', {
      beforeSeq: 9,
      limit: 50,
    })

  expect(await read([{ message_id: 'm1', emoji: '👍', user_ids: ['ada', 'bob'] }])).toMatchObject({
    reactions: [{ messageId: 'm1', emoji: '👍', userIds: ['ada', 'bob'] }],
    rev: 12,
  })
  for (const broken of [undefined, null, 'none', [{ message_id: 'm1', user_ids: ['ada'] }]]) {
    const { reactions, messages } = await read(broken)
    expect(reactions).toBeUndefined()
    expect(messages).toHaveLength(1)
  }
})

test('a snapshot is read with everything in it', async () => {
  const snapshot = {
    epoch: '1-7',
    rev: 9,
    room: { id: 'r1', name: 'Lobby', visibility: 'private', description: null },
    messages: [{ ...message, edited_at: null, surplus: true }],
    has_older: true,
    participants: [
      {
        user_id: 'ada',
        role: 'owner',
        joined_at: '2026-11-23T12:00:00+00:00',
        profile: { display_name: 'Ada' },
      },
    ],
    cursors: [{ user_id: 'ada', read_seq: 7, delivered_seq: 7 }],
    notices: [],
    reactions: [{ message_id: 'm1', emoji: '👍', user_ids: ['bob'] }],
  }
  const rpc = createRpc(answered(snapshot))

  const read = await createSupabaseBackend(rpc).snapshot('r1', 50)

  expect(rpc.calls).toEqual([{ name: 'room_snapshot', args: { room: 'r1', limit: 50 } }])
  expect(read.messages).toEqual([
    {
      id: 'm1',
      roomId: 'r1',
      userId: 'ada',
      content: 'hello',
      createdAt: '2026-11-23T12:00:00.000Z',
      seq: 7,
      rev: 9,
    },
  ])
  expect(read).toMatchObject({ epoch: '1-7', rev: 9, hasOlder: true, room: { name: 'Lobby' } })
  expect(read.reactions).toEqual([{ messageId: 'm1', emoji: '👍', userIds: ['bob'] }])
  expect(read.participants[0]).toEqual({
    userId: 'ada',
    role: 'owner',
    joinedAt: '2026-11-23T12:00:00.000Z',
    profile: { displayName: 'Ada' },
  })
})

test.each([0, 408, 425, 429, 500, 502, 503, 504])('status %i may pass', async (status) => {
  const backend = createSupabaseBackend(createRpc(refused(status, { message: 'later' })))

  const sending = backend.send({ id: 'm1', roomId: 'r1', content: 'hello' })

  await expect(sending).rejects.toMatchObject({
    retryable: true,
    code: status === 0 ? 1000 : status,
  })
})

test.each([400, 401, 403, 404, 409, 422])('status %i is final', async (status) => {
  const error = { message: 'you are muted', hint: 'muted', code: '42501' }
  const backend = createSupabaseBackend(createRpc(refused(status, error)))

  const sending = backend.send({ id: 'm1', roomId: 'r1', content: 'hello' })

  await expect(sending).rejects.toMatchObject({
    retryable: false,
    code: status,
    hint: 'muted',
    message: 'unable to send the message; you are muted',
  })
})

test('a client that throws is understood by the SQL state', async () => {
  const refusal = Object.assign(new Error('no'), { code: 'PT403', hint: 'not_a_participant' })
  const lost = new TypeError('fetch failed')

  const [refusing, losing] = [refusal, lost].map((thrown) =>
    createSupabaseBackend(createRpc(thrown)).snapshot('r1', 50),
  )

  await expect(refusing).rejects.toMatchObject({ code: 403, retryable: false })
  await expect(losing).rejects.toMatchObject({ code: 1000, retryable: true })
})

test.each([
  ['nothing', null],
  ['a list', []],
  ['a message without a place', { ...message, seq: undefined }],
  ['a message with a broken place', { ...message, seq: -1 }],
  ['a message with a number for content', { ...message, content: 3 }],
])('an answer that is %s is refused', async (_what, data) => {
  const backend = createSupabaseBackend(createRpc(answered(data)))

  const sending = backend.send({ id: 'm1', roomId: 'r1', content: 'hello' })

  await expect(sending).rejects.toMatchObject({ code: 1002, retryable: false })
})

test('no answer at all is refused', async () => {
  const backend = createSupabaseBackend(createRpc('gateway in between'))

  await expect(backend.changes('r1', 0, 200)).rejects.toMatchObject({ code: 1002 })
})
