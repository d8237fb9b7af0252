import { afterEach, expect, test } from 'vitest'
import { given } from '../../src/core/given.js'
import { nextVariables } from '../../src/provider/next-variables.js'
import { missingIn, settingsFrom } from '../../src/provider/settings.js'

const whole = {
  SUPABASE_URL: 'http://127.0.0.1:54321',
  SUPABASE_ANON_KEY: 'anon',
  PUSHER_KEY: 'parley-key',
  PUSHER_HOST: '127.0.0.1',
  PUSHER_PORT: '6001',
  PUSHER_TLS: 'false',
  PUSHER_ENCRYPTED: 'true',
  PARLEY_URL: 'http://127.0.0.1:3001',
}

const settings = {
  supabaseUrl: 'http://127.0.0.1:54321',
  supabaseAnonKey: 'anon',
  pusherKey: 'parley-key',
  pusherHost: '127.0.0.1',
  pusherPort: 6001,
  pusherTls: false,
  pusherEncrypted: true,
  parleyUrl: 'http://127.0.0.1:3001',
}

const prefixed = (prefix: string): Record<string, string> =>
  Object.fromEntries(Object.entries(whole).map(([name, value]) => [prefix + name, value]))

afterEach(() => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('NEXT_PUBLIC_')) {
      Reflect.deleteProperty(process.env, name)
    }
  }
})

test.each(['VITE_', 'NEXT_PUBLIC_', ''])('settings are read under the prefix “%s”', (prefix) => {
  expect(settingsFrom(prefixed(prefix))).toEqual(settings)
})

test("the names of Supabase's own templates will do for the key", () => {
  expect(settingsFrom({ NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_1' })).toEqual({
    supabaseAnonKey: 'sb_publishable_1',
  })
})

test('what is empty or missing is left out', () => {
  expect(settingsFrom({ VITE_PUSHER_KEY: '', VITE_OTHER: 'x', MODE: 'development' })).toEqual({})
})

test('in a Next.js app they come from the environment', () => {
  Object.assign(process.env, prefixed('NEXT_PUBLIC_'))

  expect(settingsFrom(nextVariables())).toEqual(settings)
})

test('what is given goes before what is read, and undefined is not given', () => {
  const props = { pusherKey: 'mine', parleyUrl: undefined }

  expect({ ...settings, ...given(props) }).toEqual({ ...settings, pusherKey: 'mine' })
})

test('what is needed depends on who makes the supabase-js client', () => {
  expect(missingIn({}, false)).toEqual([
    'supabaseUrl',
    'supabaseAnonKey',
    'pusherKey',
    'pusherHost or pusherCluster',
  ])
  expect(missingIn({ pusherKey: 'k', pusherCluster: 'eu' }, true)).toEqual([])
})
