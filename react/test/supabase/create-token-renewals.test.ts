import { expect, test } from 'vitest'
import { createTokenRenewals, type TokenClient } from '../../src/supabase/index.js'

/** The part of a supabase-js client that tells of its session. */
function createScriptedAuth() {
  const callbacks = new Set<(event: string) => void>()
  const client: TokenClient = {
    auth: {
      onAuthStateChange: (callback) => {
        callbacks.add(callback)
        return { data: { subscription: { unsubscribe: () => callbacks.delete(callback) } } }
      },
    },
  }
  const tell = async (event: string) => {
    for (const callback of callbacks) {
      callback(event)
    }
    await Promise.resolve()
  }
  return { client, tell }
}

test('tells of renewed tokens and of nothing else', async () => {
  const { client, tell } = createScriptedAuth()
  let told = 0
  createTokenRenewals(client)(() => {
    told += 1
  })

  await tell('INITIAL_SESSION')
  await tell('SIGNED_IN')
  expect(told).toBe(0)
  await tell('TOKEN_REFRESHED')

  expect(told).toBe(1)
})

test('ends when it is told to', async () => {
  const { client, tell } = createScriptedAuth()
  let told = 0
  const stop = createTokenRenewals(client)(() => {
    told += 1
  })

  stop()
  await tell('TOKEN_REFRESHED')

  expect(told).toBe(0)
})
