import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { root } from '../stack.js'
import { freePorts } from '../support/addresses.js'
import { RecordingClient, says } from '../support/recording-client.js'
import { people, roomOf, send } from '../support/people.js'
import { until } from '../support/wait.js'

const addresses = inject('addresses')
// Below this folder the example finds the packages that it imports.
const folder = mkdtempSync(path.join(root, 'node_modules', '.auth-route-'))
let server: ChildProcess
let web: string

/** The server that the package's manual tells to write. */
function example(): string {
  const manual = readFileSync(path.join(root, 'react', 'README.md'), 'utf8')
  const block = /^```js\n(import express[\s\S]*?)^```/m.exec(manual)?.[1]
  if (block === undefined) {
    throw new Error('react/README.md has no example for Express')
  }
  return block
}

beforeAll(async () => {
  const [port] = await freePorts(1)
  const file = path.join(folder, 'server.mjs')
  writeFileSync(file, example())
  server = spawn(process.execPath, [file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      SUPABASE_URL: addresses.supabaseUrl,
      SUPABASE_ANON_KEY: addresses.anonKey,
      PUSHER_KEY: addresses.pusher.key,
      PUSHER_SECRET: addresses.pusher.secret,
      PORT: String(port),
    },
  })
  web = `http://127.0.0.1:${port}`
  await until("the example's server", async () =>
    fetch(web).then(
      () => true,
      () => false,
    ),
  )
})

afterAll(() => {
  server.kill()
  rmSync(folder, { recursive: true })
})

it('lets participants of a private room in, signs them in, and nobody else', async () => {
  const [ada, bob, eve] = await people(addresses, 'Ada', 'Bob', 'Eve')
  const room = await roomOf(ada, [bob])
  const messages = `private-room-${room.id}`
  const there = { ...addresses, web }
  const [mine, strange] = [
    new RecordingClient(there, { token: bob.token }),
    new RecordingClient(there, { token: eve.token }),
  ]

  await mine.join(messages)
  await mine.join(`presence-room-${room.id}`)
  mine.pusher.signin()
  await until('signing in', () => mine.pusher.user.user_data !== null)
  await send(ada, room.id, 'by our own server')

  await mine.next(messages, 'new-message', says('by our own server'))
  expect(await strange.refused(messages)).toMatchObject({ status: 403 })
})
