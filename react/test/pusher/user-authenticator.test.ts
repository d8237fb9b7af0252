import type Pusher from 'pusher-js'
import { expect, expectTypeOf, test } from 'vitest'
import { createUserAuthenticator, type UserAuthenticator } from '../../src/pusher/index.js'

type Handler = NonNullable<ConstructorParameters<typeof Pusher>[1]['userAuthentication']>

function create(answer: () => Promise<Response>) {
  const asked: {
    readonly address: unknown
    readonly socketId: unknown
    readonly token: unknown
  }[] = []
  const post: typeof fetch = (address, init) => {
    const form = init?.body as URLSearchParams
    const token = new Headers(init?.headers).get('Authorization')
    asked.push({ address, socketId: form.get('socket_id'), token })
    return answer()
  }
  const authenticate = createUserAuthenticator({
    endpoint: 'https://worker.example/pusher/user-auth',
    headers: () => Promise.resolve({ Authorization: 'Bearer now' }),
    fetch: post,
  })
  const ask = () =>
    new Promise((resolve) => {
      authenticate({ socketId: '1.2' }, (error, signature) => {
        resolve(error?.message ?? signature)
      })
    })
  return { asked, ask }
}

test('it is what pusher-js takes', () => {
  expectTypeOf<{ customHandler: UserAuthenticator }>().toExtend<Handler>()
})

test('the endpoint is asked with the newest token and its answer passed on', async () => {
  const signature = { auth: 'key:signature', user_data: '{"id":"ada"}' }
  const { asked, ask } = create(() => Promise.resolve(Response.json({ ...signature, more: 1 })))

  expect(await ask()).toEqual(signature)
  expect(asked).toEqual([
    { address: 'https://worker.example/pusher/user-auth', socketId: '1.2', token: 'Bearer now' },
  ])
})

test.each([
  [
    () => Promise.resolve(Response.json({ error: 'Sign in.' }, { status: 403 })),
    'Sign in. (status 403)',
  ],
  [() => Promise.resolve(new Response('away', { status: 502 })), 'the server refused (status 502)'],
  [() => Promise.resolve(Response.json({ auth: 'a' })), 'the answer has no signature'],
  [() => Promise.reject(new TypeError('Failed to fetch')), 'Failed to fetch'],
])('a failure is told with its status: %#', async (answer, words) => {
  expect(await create(answer).ask()).toBe(words)
})
