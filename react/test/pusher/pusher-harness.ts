import Pusher from 'pusher-js'
import { createPusherRealtime, type PusherRealtimeOptions } from '../../src/pusher/index.js'
import { createFakeClock } from '../../src/testing/index.js'
import type { ChatError, RoomListener } from '../../src/core/index.js'

/** A real pusher-js instance without a network, with frames fed in by hand. */
export function createPusherHarness(options: PusherRealtimeOptions = {}) {
  const pusher = new Pusher('key', { cluster: 'eu', enabledTransports: [] })
  pusher.disconnect()
  pusher.connection.state = 'connected'
  const sent: { readonly event: string; readonly data: unknown; readonly channel?: string }[] = []
  pusher.send_event = (event, data: unknown, channel) => {
    sent.push({ event, data, ...(channel === undefined ? {} : { channel }) })
    return true
  }
  // Authorisation is the app's; here it is always granted, a turn later.
  pusher.config.channelAuthorizer = ({ channelName }, callback) => {
    queueMicrotask(() => {
      const channel_data = JSON.stringify({ user_id: 'ada' })
      callback(null, { auth: 'key:signature', ...(isPresence(channelName) && { channel_data }) })
    })
  }

  // So is signing in, until it is told otherwise.
  const signIn: { answer: Error | undefined; asked: number } = { answer: undefined, asked: 0 }
  pusher.config.userAuthenticator = (_connection, callback) => {
    signIn.asked += 1
    const { answer } = signIn
    queueMicrotask(() => {
      if (answer === undefined) {
        callback(null, { auth: 'key:signature', user_data: `{"id":"ada","n":${signIn.asked}}` })
      } else {
        callback(answer, null)
      }
    })
  }
  const clock = createFakeClock()
  const connects: number[] = []
  pusher.connect = () => {
    connects.push(clock.now())
  }

  const feed = (channel: string, event: string, data: unknown, user_id?: string) => {
    pusher
      .channel(channel)
      .handleEvent({ event, channel, data, ...(user_id === undefined ? {} : { user_id }) })
  }
  const succeed = (channel: string, members: readonly string[] = []) => {
    const hash = Object.fromEntries(members.map((id) => [id, null]))
    const presence = { count: members.length, ids: members, hash }
    feed(channel, 'pusher_internal:subscription_succeeded', isPresence(channel) ? { presence } : {})
  }
  const setState = (state: string) => {
    const previous = pusher.connection.state
    pusher.connection.state = state
    pusher.connection.emit('state_change', { previous, current: state })
  }
  /** Ends the connection as pusher-js tells of it when the server closes with that code. */
  const close = (code: number) => {
    const data = { code, message: 'closed' }
    const error = { type: 'PusherError', data }
    pusher.connection.emit('error', { type: 'WebSocketError', error })
    setState('disconnected')
  }
  const signIns = () => sent.filter(({ event }) => event === 'pusher:signin').length
  const realtime = createPusherRealtime(pusher, { clock, ...options })
  return {
    pusher,
    realtime,
    sent,
    feed,
    succeed,
    setState,
    close,
    clock,
    connects,
    signIn,
    signIns,
  }
}

function isPresence(name: string): boolean {
  return name.startsWith('presence-')
}

/** Lets the app's authorisation, which takes a few turns, come to its end. */
export async function authorised(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.resolve()
  }
}

/** Writes down everything a room is told. */
export function createRecorder() {
  const told: string[] = []
  const errors: ChatError[] = []
  const listener: RoomListener = {
    subscribed: () => {
      told.push('subscribed')
    },
    refused: (error) => {
      errors.push(error)
    },
    event: (name, data) => {
      told.push(`${name} ${JSON.stringify(data)}`)
    },
    present: (userIds) => {
      told.push(`present ${userIds.join()}`)
    },
    arrived: (userId) => {
      told.push(`arrived ${userId}`)
    },
    departed: (userId) => {
      told.push(`departed ${userId}`)
    },
    typing: (userId, active) => {
      told.push(`${userId} ${active ? 'types' : 'stopped'}`)
    },
  }
  return { told, errors, listener }
}
