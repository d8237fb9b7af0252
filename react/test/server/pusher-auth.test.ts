import { describe, expect, test } from 'vitest'
import { createPusherAuth, type PusherAuthOptions } from '../../src/server/index.js'

const room = 'private-room-r1'
const presence = 'presence-room-r1'

/** A project whose functions answer what the test says, and what it was asked. */
function project(answers: Readonly<Record<string, unknown>>, status = 200) {
  const asked: { readonly url: string; readonly body: unknown; readonly headers: Headers }[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    const { url, headers } = new Request(input, init)
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    asked.push({ url, body, headers })
    return Promise.resolve(Response.json(answers[url.split('/').at(-1) ?? ''] ?? {}, { status }))
  }
  return { asked, fetch }
}

function handler(
  answers: Readonly<Record<string, unknown>>,
  options: Partial<PusherAuthOptions> = {},
) {
  const { asked, fetch } = project(answers)
  const auth = createPusherAuth({
    supabaseUrl: 'https://project.example/',
    supabaseAnonKey: 'anon',
    pusherKey: '278d425bdf160c739803',
    pusherSecret: '7ad3773142a6692b25b8',
    fetch,
    ...options,
  })
  const post = async (form: Readonly<Record<string, string>>, token = 'ada') => {
    const response = await auth(
      new Request('https://app.example/pusher/auth', {
        method: 'POST',
        headers: token === '' ? {} : { authorization: `Bearer ${token}` },
        body: new URLSearchParams(form),
      }),
    )
    return { status: response.status, body: (await response.json()) as unknown }
  }
  return { asked, post }
}

const socket_id = '1234.1234'

describe('a channel', () => {
  test("is signed as in Pusher's own example, once the database allows it", async () => {
    const { asked, post } = handler({ authorize_channels: [{ allowed: true }] })

    expect(await post({ socket_id, channel_name: 'private-foobar' })).toEqual({
      status: 200,
      body: {
        auth: '278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4',
      },
    })
    expect(asked).toMatchObject([
      {
        url: 'https://project.example/rest/v1/rpc/authorize_channels',
        body: { names: ['private-foobar'] },
      },
    ])
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer ada')
    expect(asked[0]?.headers.get('apikey')).toBe('anon')
  })

  test('of presence brings who is there', async () => {
    const user_info = { name: 'Ada', avatar_url: 'https://pictures.example/ada' }
    const { post } = handler({ authorize_channels: [{ allowed: true, user_id: 'ada', user_info }] })

    const { body } = await post({ socket_id, channel_name: presence })

    expect(body).toMatchObject({
      channel_data: JSON.stringify({ user_id: 'ada', user_info }),
    })
  })

  test('of presence leaves out a picture whose address is too long for Pusher', async () => {
    const user_info = { name: 'Ada', avatar_url: `https://pictures.example/${'a'.repeat(1_100)}` }
    const { post } = handler({ authorize_channels: [{ allowed: true, user_id: 'ada', user_info }] })

    const { body } = await post({ socket_id, channel_name: presence })

    expect(body).toMatchObject({
      channel_data: JSON.stringify({ user_id: 'ada', user_info: { name: 'Ada' } }),
    })
  })

  test('that is encrypted brings its key', async () => {
    const { post } = handler(
      { authorize_channels: [{ allowed: true }] },
      { pusherEncryptionMasterKey: 'VGhlIDMyIGNoYXJzIGxvbmcgZW5jcnlwdGlvbiBrZXk=' },
    )

    expect((await post({ socket_id, channel_name: 'private-encrypted-test' })).body).toEqual({
      auth: '278d425bdf160c739803:6acb79a37e5accae226d86003eed32535d8c78bcf31c04f719d6b083d1e3c21e',
      shared_secret: '1O0FFr6NiG4d9D4A5bWBh3EG9Y/wfjzqw172LUXwVQ4=',
    })
  })

  test('is refused with the reason that the database gives', async () => {
    const reason = 'You are not a participant of this room.'
    const { post } = handler({ authorize_channels: [{ allowed: false, reason }] })

    expect(await post({ socket_id, channel_name: room })).toEqual({
      status: 403,
      body: { error: reason },
    })
  })

  test.each([
    ['nothing', undefined],
    ['no list', { allowed: true }],
    ['an empty list', []],
    ['a word', ['true']],
    ['a text for yes', [{ allowed: 'true' }]],
  ])('is refused when the database answers %s', async (_words, answer) => {
    const { post } = handler({ authorize_channels: answer })

    expect(await post({ socket_id, channel_name: room })).toMatchObject({ status: 403 })
  })
})

test('many channels are answered together, each as it would be alone', async () => {
  const { asked, post } = handler({
    authorize_channels: [{ allowed: true }, { allowed: false, reason: 'No.' }],
  })

  const { status, body } = await post({
    socket_id,
    'channel_name[0]': room,
    'channel_name[1]': 'private room',
    'channel_name[2]': 'private-room-r2',
  })

  expect(status).toBe(200)
  expect(body).toEqual({
    [room]: { status: 200, data: { auth: expect.any(String) as string } },
    'private room': {
      status: 400,
      data: { error: 'Malformed request: channel_name has a wrong form.' },
    },
    'private-room-r2': { status: 403, data: { error: 'No.' } },
  })
  expect(asked.map(({ body }) => body)).toEqual([{ names: [room, 'private-room-r2'] }])
})

describe('signing in', () => {
  test('is what is asked where no channel is named', async () => {
    const { post } = handler({ authorize_user: { allowed: true, user_id: '12345' } })

    expect(await post({ socket_id })).toEqual({
      status: 200,
      body: {
        auth: '278d425bdf160c739803:4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba',
        user_data: '{"id":"12345"}',
      },
    })
  })

  test('is refused to whom the database does not know', async () => {
    const { post } = handler({ authorize_user: { allowed: true } })

    expect(await post({ socket_id })).toMatchObject({ status: 403 })
  })
})

describe('nobody is let in', () => {
  test('without a token, and the database is not asked', async () => {
    const { asked, post } = handler({ authorize_channels: [{ allowed: true }] })

    expect(await post({ socket_id, channel_name: room }, '')).toEqual({
      status: 403,
      body: { error: 'Sign in to listen to this channel.' },
    })
    expect(asked).toEqual([])
  })

  test('by a token that Supabase refuses', async () => {
    const { fetch } = project({ authorize_channels: { message: 'JWT expired' } }, 401)
    const { post } = handler({}, { fetch })

    expect(await post({ socket_id, channel_name: room })).toEqual({
      status: 403,
      body: { error: 'Supabase refuses the access token: JWT expired' },
    })
  })

  test('while Supabase does not answer', async () => {
    const { post } = handler({}, { fetch: () => Promise.reject(new TypeError('fetch failed')) })

    expect(await post({ socket_id, channel_name: room })).toEqual({
      status: 503,
      body: { error: 'Supabase did not answer: try again.' },
    })
  })

  test("to a project without Parley's migrations, which are named", async () => {
    const { fetch } = project({ authorize_channels: { code: 'PGRST202' } }, 404)
    const { post } = handler({}, { fetch })

    expect(await post({ socket_id, channel_name: room })).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining('supabase/migrations') as string },
    })
  })

  test.each([
    ['no socket', { channel_name: room }, 'socket_id is missing'],
    [
      'a socket that signs more',
      { socket_id: '1.1:x', channel_name: room },
      'socket_id has a wrong',
    ],
    ['a channel twice', { socket_id, channel_name: room, 'channel_name[]': room }, 'both'],
    [
      'an encrypted channel',
      { socket_id, channel_name: 'private-encrypted-room-r1' },
      'not set up',
    ],
  ])('for %s', async (_words, form, reason) => {
    const { post } = handler({ authorize_channels: [{ allowed: true }] })

    const { status, body } = await post(form)

    expect(status).toBeGreaterThanOrEqual(400)
    expect(body).toMatchObject({ error: expect.stringContaining(reason) as string })
  })

  test('for more channels than a hundred', async () => {
    const { post } = handler({})
    const channels = Array.from({ length: 101 }, (_, n) => `private-${n}`)

    const form = Object.fromEntries(channels.map((name, n) => [`channel_name[${n}]`, name]))

    expect(await post({ socket_id, ...form })).toMatchObject({
      status: 400,
    })
  })

  test('to the plain channel of a room that is encrypted', async () => {
    const { post } = handler(
      { authorize_channels: [{ allowed: true }] },
      { pusherEncryptionMasterKey: 'VGhlIDMyIGNoYXJzIGxvbmcgZW5jcnlwdGlvbiBrZXk=' },
    )

    expect(await post({ socket_id, channel_name: room })).toMatchObject({ status: 403 })
  })
})

test("an app's own session can say who asks", async () => {
  const { asked, post } = handler(
    { authorize_channels: [{ allowed: true }] },
    { accessToken: () => Promise.resolve('from the cookie') },
  )

  await post({ socket_id, channel_name: room }, '')

  expect(asked[0]?.headers.get('authorization')).toBe('Bearer from the cookie')
})
