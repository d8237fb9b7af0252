/**
 * Clients without a screen: each is `@parley/react/core` on supabase-js and pusher-js, as an app makes it.
 *
 * The first line of input describes the services and the clients. Every line of output is JSON: what one
 * client shows of one room, a problem, or that all rooms are connected. The process ends when its input does.
 */

import process from 'node:process'
import { createInterface } from 'node:readline'
import { setInterval } from 'node:timers'

import { createChatClient } from '@parley/react/core'
import { createChannelAuthorizer, createPusherRealtime } from '@parley/react/pusher'
import { createPusherAuth } from '@parley/react/server'
import { createSupabaseBackend } from '@parley/react/supabase'
import { createClient } from '@supabase/supabase-js'
import Pusher from 'pusher-js'

/** A room that is open in a window which somebody else has the focus of: nothing counts as read. */
const inView = { visible: true, focused: false, atEnd: true }

const BETWEEN_WRITES_MS = 50
let lines = []
setInterval(() => {
  if (lines.length > 0) process.stdout.write(lines.join(''))
  lines = []
}, BETWEEN_WRITES_MS)

const report = (line) => lines.push(`${JSON.stringify(line)}\n`)

/** Reports what a client shows of a room: where it was loaded, then each message that appears. */
const createReporter = (client, room) => {
  let loadedRev = 0
  let shown = new Set()
  return {
    loaded: ({ epoch, rev }) => {
      loadedRev = rev
      report({ client, room, loaded: { epoch, rev } })
    },
    rendered: ({ rows }) => {
      const now = new Set()
      for (const { message } of rows.filter(({ kind }) => kind === 'message')) {
        const { id, rev } = message
        const isNew = !shown.has(id) && rev > loadedRev
        if (isNew || now.has(id)) report({ client, room, rendered: { rev, message: id } })
        now.add(id)
      }
      shown = now
    },
  }
}

/** Tells a reporter of each snapshot before the store has it: only the last one asked for is applied. */
const reportingSnapshots = (backend, reporters) => {
  const asked = new Map()
  return {
    ...backend,
    snapshot: async (room, limit) => {
      const asking = backend.snapshot(room, limit)
      asked.set(room, asking)
      const snapshot = await asking
      if (asked.get(room) === asking) reporters.get(room).loaded(snapshot)
      return snapshot
    },
  }
}

const createRealtime = ({ host, port, key }, authorize, token) => {
  const pusher = new Pusher(key, {
    cluster: '',
    wsHost: host,
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    disableStats: true,
    channelAuthorization: {
      customHandler: createChannelAuthorizer({
        endpoint: 'http://127.0.0.1/pusher/auth',
        headers: () => ({ authorization: `Bearer ${token}` }),
        fetch: (address, options) => authorize(new globalThis.Request(address, options)),
      }),
    },
  })
  return createPusherRealtime(pusher, { signIn: false })
}

/** Opens the rooms of one client and returns their stores. */
const open = ({ supabaseUrl, anonKey, pusher }, authorize, { name, person, token, rooms }) => {
  const supabase = createClient(supabaseUrl, anonKey, {
    accessToken: () => Promise.resolve(token),
    // Node.js 20 has no WebSocket, and Supabase Realtime is not used.
    realtime: { transport: class {} },
  })
  const reporters = new Map(rooms.map((room) => [room, createReporter(name, room)]))
  const chat = createChatClient({
    backend: reportingSnapshots(createSupabaseBackend(supabase), reporters),
    realtime: createRealtime(pusher, authorize, token),
    timeZone: 'UTC',
  })
  return rooms.map((room) => {
    const store = chat.room(room, { currentUser: { id: person, name } })
    store.subscribe(() => reporters.get(room).rendered(store.get()))
    store.subscribe(() => {
      const { error } = store.get()
      if (error !== undefined) report({ problem: `${name} in ${room}: ${error.message}` })
    })
    store.retain()
    store.seen(inView)
    return store
  })
}

const start = ({ clients, ...services }) => {
  const authorize = createPusherAuth({
    supabaseUrl: services.supabaseUrl,
    supabaseAnonKey: services.anonKey,
    pusherKey: services.pusher.key,
    pusherSecret: services.pusher.secret,
  })
  const stores = clients.flatMap((client) => open(services, authorize, client))
  const connecting = new Set(stores)
  for (const store of stores) {
    const stop = store.subscribe(() => {
      if (store.get().connection !== 'connected') return
      stop()
      connecting.delete(store)
      if (connecting.size === 0) report({ ready: true })
    })
  }
}

const input = createInterface({ input: process.stdin })
input.once('line', (line) => start(JSON.parse(line)))
input.once('close', () => process.exit(0))
