import { afterEach, describe, expect, test, vi } from 'vitest'
import { createParley } from '../../src/provider/parley.js'
import type { ParleySettings } from '../../src/provider/settings.js'
import { createTestDevice } from '../../src/testing/index.js'
import { ada, createStage } from '../core/harness.js'
import { createFakeLibraries, createFakeSupabase } from './fake-services.js'

const settings: ParleySettings = {
  supabaseUrl: 'http://supabase.test',
  supabaseAnonKey: 'anon',
  pusherKey: 'key',
  pusherHost: 'pusher.test',
  pusherPort: 6001,
  pusherTls: false,
  parleyUrl: 'http://worker.test/',
}

afterEach(() => {
  vi.restoreAllMocks()
})

/** Lets everything that waits for nothing but promises come to its end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) {
    await Promise.resolve()
  }
}

function create(more: Partial<ParleySettings> = {}) {
  const { clock, room } = createStage({ members: [ada] })
  const snapshot = room.snapshot(50)
  const supabase = createFakeSupabase((name) =>
    name === 'send_message'
      ? { data: null, error: { message: 'later' }, status: 503 }
      : { data: snapshot, error: null, status: 200 },
  )
  const { libraries, pushers, loads } = createFakeLibraries(supabase)
  const kept = createTestDevice()
  const device = kept.openTab()
  const parley = createParley({ settings: { ...settings, ...more }, libraries, clock, device })
  const open = () => {
    const { client, session } = parley.get()
    const id = session.kind === 'signed-in' ? String(session.user.id) : ''
    const store = client.room(room.id, { currentUser: { id, name: '' } })
    return { store, close: store.retain() }
  }
  return { clock, supabase, libraries, pushers, loads, parley, open, room, device, kept }
}

test('nothing is loaded or opened before it is started', async () => {
  const { loads, pushers, parley } = create()

  await settled()

  expect(loads).toEqual([])
  expect(pushers).toEqual([])
  expect(parley.get().session).toEqual({ kind: 'starting' })
})

test('who is signed in at the browser is read from its session', async () => {
  const { supabase, parley, loads } = create()
  supabase.become('ada')

  parley.start()
  await settled()

  expect(parley.get().session).toMatchObject({ kind: 'signed-in', user: { id: 'ada' } })
  expect(loads).toEqual(['supabase http://supabase.test anon'])
})

test('a room that is opened before the session is known waits for it', async () => {
  const { supabase, parley, open } = create()
  supabase.become('ada')
  const { store } = open()

  await settled()
  expect(supabase.calls).toEqual([])
  parley.start()
  await settled()

  expect(supabase.calls).toContain('room_snapshot as ada')
  expect(store.get().phase).toBe('ready')
})

test('the first room connects to Pusher, as the settings say, and signs in', async () => {
  const { supabase, parley, open, pushers } = create()
  supabase.become('ada')
  parley.start()
  await settled()
  expect(pushers).toEqual([])

  open()
  await settled()

  expect(pushers).toHaveLength(1)
  expect(pushers[0]).toMatchObject({
    key: 'key',
    options: { cluster: '', wsHost: 'pusher.test', wsPort: 6001, wssPort: 6001, forceTLS: false },
  })
  expect(pushers[0]?.signIns()).toBe(1)
})

test('encrypted rooms take the Pusher that can read them', async () => {
  const { parley, open, loads } = create({ pusherEncrypted: true })

  parley.start()
  await settled()
  open()
  await settled()

  expect(loads).toContain('pusher with encryption')
})

test('the worker is asked with the token of the moment, at its own address', async () => {
  const asked: unknown[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation((address, init) => {
    asked.push([address, new Headers(init?.headers).get('Authorization')])
    return Promise.resolve(Response.json({ auth: 'a', user_data: 'u' }))
  })
  const { supabase, parley, open, pushers } = create()
  supabase.become('ada')
  parley.start()
  await settled()
  open()
  await settled()
  const { channelAuthorization, userAuthentication } = pushers[0]?.options ?? {}
  const wish = { socketId: '1.2', channelName: 'private-room-1' }

  channelAuthorization?.customHandler(wish, () => undefined)
  await settled()
  supabase.renew()
  userAuthentication?.customHandler(wish, () => undefined)
  await settled()

  expect(asked).toEqual([
    ['http://worker.test/pusher/auth', 'Bearer ada-1'],
    ['http://worker.test/pusher/user-auth', 'Bearer ada-2'],
    // The connection signs in again with each new token.
    ['http://worker.test/pusher/user-auth', 'Bearer ada-2'],
  ])
})

test('nobody is not signed in, and the worker is not asked for them', async () => {
  const post = vi.spyOn(globalThis, 'fetch')
  const { parley, open, pushers } = create()
  parley.start()
  await settled()
  open()
  await settled()
  const refused: unknown[] = []

  pushers[0]?.options.channelAuthorization.customHandler(
    { socketId: '1.2', channelName: 'presence-room-1' },
    (error) => refused.push(error?.message),
  )
  await settled()

  expect(refused).toEqual(['Sign in first. (status 401)'])
  expect(pushers[0]?.signIns()).toBe(0)
  expect(post).not.toHaveBeenCalled()
})

test('another person gets another client, and what the first one had is ended', async () => {
  const { supabase, parley, open, pushers, clock, room } = create()
  supabase.become('ada')
  parley.start()
  await settled()
  const first = open()
  const { client } = parley.get()
  await settled()
  expect(pushers.map(({ state }) => state())).toEqual(['open'])

  supabase.become('bob')
  const id = first.store.send('this is Ada')
  await clock.advance(100)
  open()
  await clock.advance(100)

  expect(parley.get().client).not.toBe(client)
  expect(parley.get().session).toMatchObject({ kind: 'signed-in', user: { id: 'bob' } })
  expect(pushers.map(({ state }) => state())).toEqual(['ended', 'open'])
  expect(supabase.calls).not.toContain('send_message as bob')
  const row = first.store.get().rows.find(({ key }) => key === id)
  expect(row).toMatchObject({ status: 'failed' })
  expect(room.messages()).toEqual([])
})

test('signing out ends the connection', async () => {
  const { supabase, parley, open, pushers } = create()
  supabase.become('ada')
  parley.start()
  await settled()
  open()
  await settled()

  supabase.become(undefined)

  expect(parley.get().session).toMatchObject({ kind: 'signed-out' })
  expect(pushers.map(({ state }) => state())).toEqual(['ended'])
})

test('a guest signs in by the session', async () => {
  const { parley } = create()
  parley.start()
  await settled()
  const { session } = parley.get()

  await (session.kind === 'signed-out' ? session.signInAnonymously?.('Ada') : undefined)

  expect(parley.get().session).toMatchObject({
    kind: 'signed-in',
    user: { id: 'guest', user_metadata: { display_name: 'Ada' } },
  })
})

test('a renewed token changes nothing on the screen', async () => {
  const { supabase, parley } = create()
  supabase.become('ada')
  parley.start()
  await settled()
  const before = parley.get()

  supabase.renew()

  expect(parley.get()).toBe(before)
})

test('stopped at once and started again, as StrictMode does, it connects once', async () => {
  const { parley, loads, supabase } = create()
  supabase.become('ada')
  const before = parley.get().client

  parley.start()()
  parley.start()
  await settled()

  expect(parley.get().client).toBe(before)
  expect(parley.get().session.kind).toBe('signed-in')
  expect(loads).toHaveLength(2)
  expect(supabase.listeners()).toBe(1)
})

test('stopped, it leaves nothing behind, and can be started again', async () => {
  const { parley, open, pushers, supabase, clock } = create()
  supabase.become('ada')
  const stop = parley.start()
  await settled()
  open().close()
  await clock.advance(5000)

  stop()

  expect(pushers.map(({ state }) => state())).toEqual(['ended'])
  expect(supabase.listeners()).toBe(0)
  expect(parley.get().session).toEqual({ kind: 'starting' })
  parley.start()
  await settled()
  expect(parley.get().session.kind).toBe('signed-in')
})

test('a library that could not be loaded is asked for again', async () => {
  const { clock, supabase, libraries, loads } = create()
  let isAway = true
  const parley = createParley({
    settings,
    clock,
    libraries: {
      ...libraries,
      supabase: (...args) =>
        isAway ? Promise.reject(new Error('no network')) : libraries.supabase(...args),
    },
  })
  supabase.become('ada')
  parley.start()
  await clock.advance(3000)
  expect(parley.get().session.kind).toBe('starting')

  isAway = false
  await clock.advance(30_000)

  expect(parley.get().session.kind).toBe('signed-in')
  expect(loads).toHaveLength(1)
})

test("the app's own client is used as it is", async () => {
  const { libraries, loads, supabase } = create()
  supabase.become('ada')
  const { pusherKey, pusherCluster = 'eu' } = { ...settings }
  const parley = createParley({ settings: { pusherKey, pusherCluster }, supabase, libraries })

  parley.start()
  await settled()

  expect(parley.get().session.kind).toBe('signed-in')
  expect(loads).toEqual([])
})

test('settings that are missing are named where the room would be', async () => {
  const { libraries, clock } = create()
  const parley = createParley({ settings: { supabaseUrl: 'http://s.test' }, libraries, clock })

  parley.start()
  const store = parley.get().client.room('room', { currentUser: { id: '', name: '' } })
  store.retain()
  await clock.advance(100)

  expect(store.get().phase).toBe('failed')
  expect(store.get().error?.message).toContain(
    '<ParleyProvider> has no supabaseAnonKey, pusherKey, pusherHost or pusherCluster',
  )
})

describe('what somebody typed', () => {
  async function typeAsAda() {
    const made = create()
    made.supabase.become('ada')
    const stop = made.parley.start()
    await settled()
    made.parley.get().client.draft('room', 'ada').set('hello')
    made.open().store.send('waiting')
    await made.clock.advance(500)
    const kept = () => [
      made.device.drafts.read('ada', 'room'),
      ...made.kept.mutations('ada').map(({ error }) => (error === undefined ? 'waits' : 'failed')),
    ]
    expect(kept()).toEqual(['hello', 'waits'])
    return { ...made, stop, kept }
  }

  test('is gone from the device when they sign out', async () => {
    const { supabase, kept } = await typeAsAda()

    supabase.become(undefined)
    await settled()

    expect(kept()).toEqual([''])
  })

  test('is gone when somebody else signs in', async () => {
    const { supabase, kept } = await typeAsAda()

    supabase.become('bob')
    await settled()

    expect(kept()).toEqual([''])
  })

  test('stays when the provider ends, until it begins again for somebody else', async () => {
    const { supabase, stop, parley, kept, clock } = await typeAsAda()

    stop()
    await clock.advance(60_000)
    expect(kept()).toEqual(['hello', 'waits'])
    supabase.become('bob')
    parley.start()
    await settled()

    expect(kept()).toEqual([''])
  })

  test('stays when the session merely cannot be read, and goes when they sign out after that', async () => {
    const { supabase, kept, clock } = await typeAsAda()

    supabase.lose()
    await clock.advance(60_000)
    expect(kept()).toEqual(['hello', 'waits'])
    supabase.become(undefined)
    await settled()

    expect(kept()).toEqual([''])
  })
})
