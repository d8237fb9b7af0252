import Pusher from 'pusher-js'
import { expect, expectTypeOf, test, vi } from 'vitest'
import { createChannelAuthorizer, createPusherRealtime } from '../../src/pusher/index.js'
import { authorised, createRecorder } from './pusher-harness.js'

interface Asked {
  readonly channels: readonly string[]
  readonly socketId: string | null
  readonly token: string | null
}

/** A worker that answers as it is told to, and writes down what it was asked. */
function createWorker(answer: (channels: readonly string[]) => Response) {
  const asked: Asked[] = []
  const post: typeof fetch = (_address, init) => {
    const form = init?.body as URLSearchParams
    const channels = [...form].filter(([name]) => name.startsWith('channel_name'))
    asked.push({
      channels: channels.map(([, channel]) => channel),
      socketId: form.get('socket_id'),
      token: new Headers(init?.headers).get('Authorization'),
    })
    return Promise.resolve(answer(asked.at(-1)?.channels ?? []))
  }
  return { asked, post }
}

const signature = (channel: string) => ({
  auth: `key:${channel}`,
  ...(channel.startsWith('presence-') && { channel_data: '{"user_id":"ada"}' }),
})

/** Answers in the form for one channel or for many; those of `refused` with 403. */
function answering(...refused: readonly string[]) {
  return (channels: readonly string[]): Response => {
    const part = (channel: string) =>
      refused.includes(channel)
        ? { status: 403, data: { error: 'Not yours.' } }
        : { status: 200, data: signature(channel) }
    const [first] = channels
    if (channels.length === 1 && first !== undefined) {
      const { status, data } = part(first)
      return Response.json(data, { status })
    }
    return Response.json(Object.fromEntries(channels.map((channel) => [channel, part(channel)])))
  }
}

function create(answer: (channels: readonly string[]) => Response) {
  const worker = createWorker(answer)
  let token = 0
  const authorize = createChannelAuthorizer({
    endpoint: '/pusher/auth',
    headers: () => Promise.resolve({ Authorization: `Bearer ${++token}` }),
    fetch: worker.post,
  })
  const ask = (channelName: string, socketId = '1.2') =>
    new Promise((resolve, reject: (error: Error) => void) => {
      authorize({ channelName, socketId }, (error, data) => {
        if (error === null) {
          resolve(data)
        } else {
          reject(error)
        }
      })
    })
  return { ...worker, ask }
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `private-room-${n}`)

test('two hundred channels wanted in one task cost two requests', async () => {
  const { ask, asked } = create(answering())

  const answers = await Promise.all(names(200).map((name) => ask(name)))

  expect(answers).toEqual(names(200).map(signature))
  expect(asked.map(({ channels }) => channels.length)).toEqual([100, 100])
})

test('a channel alone is asked for in the form that every server knows', async () => {
  const { ask, asked } = create(answering('private-b'))

  await expect(ask('private-a')).resolves.toEqual(signature('private-a'))
  await expect(ask('private-b')).rejects.toMatchObject({ status: 403 })

  expect(asked).toMatchObject([
    { channels: ['private-a'], socketId: '1.2', token: 'Bearer 1' },
    { channels: ['private-b'], socketId: '1.2', token: 'Bearer 2' },
  ])
})

test('each channel gets its own answer or refusal', async () => {
  const { ask } = create(answering('private-b'))

  const [a, b, c] = await Promise.allSettled(
    ['private-a', 'private-b', 'private-c'].map((n) => ask(n)),
  )

  expect(a).toMatchObject({ value: signature('private-a') })
  expect(b).toMatchObject({
    reason: { status: 403, message: 'Not yours. (status 403)' },
  })
  expect(c).toMatchObject({ value: signature('private-c') })
})

test('what concerns the request concerns all of its channels', async () => {
  const { ask } = create(() => Response.json({ error: 'Try again.' }, { status: 503 }))

  const answers = await Promise.allSettled([ask('private-a'), ask('private-b')])

  expect(answers).toMatchObject([{ reason: { status: 503 } }, { reason: { status: 503 } }])
})

test.each([
  ['no JSON', () => new Response('<html>')],
  ['a list', () => Response.json([])],
  ['nothing of the channels', () => Response.json({})],
  ['no signature', () => Response.json({ 'private-a': { status: 200, data: {} } })],
])('%s is an error for each', async (_what, answer) => {
  const { ask } = create(answer)

  const answers = await Promise.allSettled([ask('private-a'), ask('private-b')])

  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('connections are not mixed', async () => {
  const { ask, asked } = create(answering())

  await Promise.all([ask('private-a', '1.1'), ask('private-a', '2.2'), ask('private-b', '1.1')])

  expect(asked.map(({ socketId, channels }) => [socketId, channels])).toEqual([
    ['1.1', ['private-a', 'private-b']],
    ['2.2', ['private-a']],
  ])
})

test('pusher-js takes it, and a room learns with which status it was refused', async () => {
  const { post } = createWorker(answering('private-room-r1'))
  const authorize = createChannelAuthorizer({ endpoint: '/pusher/auth', fetch: post })
  const pusher = new Pusher('key', {
    cluster: 'eu',
    enabledTransports: [],
    channelAuthorization: { transport: 'ajax', endpoint: '', customHandler: authorize },
  })
  expectTypeOf(authorize).toExtend<typeof pusher.config.channelAuthorizer>()
  pusher.disconnect()
  pusher.connection.state = 'connected'
  pusher.send_event = () => true
  const { errors, listener } = createRecorder()

  createPusherRealtime(pusher, { signIn: false }).join(
    { roomId: 'r1', visibility: 'private' },
    listener,
  )
  await authorised()
  await vi.waitFor(() => {
    expect(errors).toHaveLength(1)
  })

  expect(errors[0]).toMatchObject({ code: 403, retryable: false })
  expect(errors[0]?.message).toBe('unable to listen to the room; Not yours.')
})
