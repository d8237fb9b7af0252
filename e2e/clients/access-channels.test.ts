import { createHash, createHmac } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { RecordingClient, says } from '../support/recording-client.js'
import { good, people, type Person, roomOf, send } from '../support/people.js'
import { pusherServer } from '../support/rest.js'
import type { RoomRow } from '../support/schema.js'
import { channelSignature, signedToken, userClaims } from '../support/tokens.js'
import { until } from '../support/wait.js'

const addresses = inject('addresses')
const { key, secret } = addresses.pusher
let ada: Person
let bob: Person
let eve: Person
let room: RoomRow
let secretChannel: string
let presence: string

beforeAll(async () => {
  ;[ada, bob, eve] = await people(addresses, 'Ada', 'Bob', 'Eve')
  room = await roomOf(ada, [bob])
  secretChannel = `private-room-${room.id}`
  presence = `presence-room-${room.id}`
})

/** Asks the product for a channel as pusher-js does. */
async function authorize(socketId: string, channel: string, token?: string): Promise<Response> {
  return fetch(`${addresses.web}/pusher/auth`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: new URLSearchParams({ socket_id: socketId, channel_name: channel }).toString(),
  })
}

async function authOf(socketId: string, channel: string, token: string): Promise<string> {
  const answer: unknown = await (await authorize(socketId, channel, token)).json()
  if (typeof answer !== 'object' || answer === null || !('auth' in answer)) {
    throw new Error(`unable to get a signature; the answer is ${JSON.stringify(answer)}`)
  }
  return String(answer.auth)
}

/**
 * Sends a message that a participant hears, then something that everybody may hear: whoever has
 * heard that without the message will not hear the message any more.
 */
async function staysDeaf(listener: RecordingClient, channel: string): Promise<void> {
  await listener.join('everybody')
  const participant = new RecordingClient(addresses, { token: bob.token })
  await participant.join(secretChannel)
  const content = `secret ${performance.now()}`

  await send(ada, room.id, content)
  await participant.next(secretChannel, 'new-message', says(content))
  await pusherServer(addresses).trigger('everybody', 'fence', {})
  await listener.next('everybody', 'fence')

  expect(listener.all(channel, 'new-message')).toEqual([])
  expect(listener.pusher.channel(channel).subscribed).toBe(false)
}

/** Asks for the channel with that signature, waits for the refusal, and listens in vain. */
async function isRefused(
  channel: string,
  signature: (socketId: string, channel: string) => { auth: string; channel_data?: string },
): Promise<void> {
  const listener = new RecordingClient(addresses, { signature })
  await listener.connected()
  listener.ask(channel)
  await until(
    'the refusal',
    () =>
      listener.errors.length > 0 || listener.all(channel, 'pusher:subscription_error').length > 0,
  )
  await staysDeaf(listener, channel)
}

describe('a participant', () => {
  it('subscribes to the private and the presence channel of the room', async () => {
    const listener = new RecordingClient(addresses, { token: bob.token })

    await listener.join(secretChannel)
    const channel = await listener.joinPresence(presence)

    expect(channel.members.me).toMatchObject({ id: bob.id })
  })

  it('subscribes with the signature that the product gave for this socket', async () => {
    const given: { auth: string }[] = []
    const listener = new RecordingClient(addresses, { signature: () => given[0] ?? { auth: '' } })
    const socketId = await listener.connected()
    given.push({ auth: await authOf(socketId, secretChannel, bob.token) })

    await listener.join(secretChannel)

    expect(given).toEqual([{ auth: channelSignature(key, secret, socketId, secretChannel) }])
  })
})

describe('a private room is not heard', () => {
  it('by a signed-in stranger', async () => {
    const listener = new RecordingClient(addresses, { token: eve.token })

    expect(await listener.refused(secretChannel)).toMatchObject({ status: 403 })
    await staysDeaf(listener, secretChannel)
  })

  it('by somebody without a token', async () => {
    const listener = new RecordingClient(addresses)

    await listener.refused(secretChannel)
    await staysDeaf(listener, secretChannel)
  })

  it('by subscribing without a signature', () => isRefused(secretChannel, () => ({ auth: '' })))

  it('with a forged signature', () =>
    isRefused(secretChannel, (socketId, channel) => ({
      auth: channelSignature(key, 'guessed-secret', socketId, channel),
    })))

  it('with a signature in the name of another key', () =>
    isRefused(secretChannel, (socketId, channel) => ({
      auth: channelSignature('other-key', secret, socketId, channel),
    })))

  it("with the signature of a participant's socket", async () => {
    const participant = new RecordingClient(addresses, { token: bob.token })
    const auth = await authOf(await participant.connected(), secretChannel, bob.token)

    await isRefused(secretChannel, () => ({ auth }))
  })

  it('with a signature for another channel of the same socket', async () => {
    const own = await roomOf(eve)
    const auths = new Map<string, string>()
    const listener = new RecordingClient(addresses, {
      signature: (_socket, channel) => ({ auth: auths.get(channel) ?? '' }),
    })
    const socketId = await listener.connected()
    const auth = await authOf(socketId, `private-room-${own.id}`, eve.token)
    auths.set(`private-room-${own.id}`, auth).set(secretChannel, auth)
    await listener.join(`private-room-${own.id}`)

    listener.ask(secretChannel)
    await until('the refusal', () => listener.errors.length > 0)

    await staysDeaf(listener, secretChannel)
  })

  it('by listening to the name it would have if it were public', async () => {
    const listener = new RecordingClient(addresses)
    await listener.join(`room-${room.id}`)
    await listener.join('everybody')
    const participant = new RecordingClient(addresses, { token: bob.token })
    await participant.join(secretChannel)

    const message = await send(ada, room.id, 'not public')
    await participant.next(secretChannel, 'new-message', says('not public'))
    await participant.next(secretChannel, 'head')
    await pusherServer(addresses).trigger('everybody', 'fence', {})
    await listener.next('everybody', 'fence')

    expect(message.seq).toBeGreaterThan(0)
    expect(listener.heard.get(`room-${room.id}`)?.map((heard) => heard.name)).toEqual([
      'pusher:subscription_succeeded',
    ])
  })

  it('in the presence channel with a made-up member', () =>
    isRefused(presence, (socketId, channel) => {
      const data = JSON.stringify({ user_id: ada.id })
      return {
        auth: channelSignature(key, 'guessed-secret', socketId, channel, data),
        channel_data: data,
      }
    }))

  it("in the presence channel with a participant's signature for another member", async () => {
    const listener = new RecordingClient(addresses)
    const socketId = await listener.connected()
    const answer: unknown = await (await authorize(socketId, presence, bob.token)).json()
    const auth = (answer as { auth: string }).auth

    await isRefused(presence, () => ({
      auth,
      channel_data: JSON.stringify({ user_id: ada.id, user_info: { name: 'Ada' } }),
    }))
  })

  it('by somebody who left, after asking again', async () => {
    const [lee] = await people(addresses, 'Lee')
    const other = await roomOf(ada, [lee])
    const channel = `private-room-${other.id}`
    await new RecordingClient(addresses, { token: lee.token }).join(channel)
    const { error } = await lee.supabase.rpc('leave_room', { room: other.id })

    const refused = await new RecordingClient(addresses, { token: lee.token }).refused(channel)

    expect(error).toBeNull()
    expect(refused).toMatchObject({ status: 403 })
  })
})

describe('a client event', () => {
  it('from a socket outside the channel reaches nobody', async () => {
    const member = new RecordingClient(addresses, { token: bob.token })
    await member.join(presence)
    const colleague = new RecordingClient(addresses, { token: ada.token })
    const channel = await colleague.join(presence)
    const stranger = new RecordingClient(addresses)
    await stranger.connected()

    stranger.pusher.send_event('client-typing', { user_id: ada.id, forged: true }, presence)
    await until('the refusal', () => stranger.errors.length > 0)
    channel.trigger('client-typing', { user_id: ada.id })
    await member.next(presence, 'client-typing')

    expect(member.all(presence, 'client-typing')).toEqual([{ user_id: ada.id }])
  })

  it('cannot be named like an event of the server', async () => {
    const member = new RecordingClient(addresses, { token: bob.token })
    await member.join(presence)
    const colleague = new RecordingClient(addresses, { token: ada.token })
    const channel = await colleague.join(presence)

    for (const name of ['new-message', 'pusher_internal:member_removed', 'pusher:error']) {
      colleague.pusher.send_event(name, { user_id: bob.id, content: 'forged' }, presence)
    }
    channel.trigger('client-fence', {})
    await member.next(presence, 'client-fence')

    const names = member.heard.get(presence)?.map((heard) => heard.name)
    expect(names).not.toContain('new-message')
    expect(names).not.toContain('pusher:member_removed')
  })
})

describe('publishing', () => {
  const path = `/apps/${addresses.pusher.appId}/events`

  /** Posts a signed event by hand, so that any part of it can be wrong. */
  async function publish(changes: {
    secret?: string
    timestamp?: number
    sent?: string
    unsigned?: boolean
  }): Promise<number> {
    const signedBody = JSON.stringify({ name: 'forged', channel: secretChannel, data: '{}' })
    const timestamp = changes.timestamp ?? Math.floor(Date.now() / 1_000)
    const md5 = createHash('md5').update(signedBody).digest('hex')
    const query = `auth_key=${key}&auth_timestamp=${timestamp}&auth_version=1.0&body_md5=${md5}`
    const signature = createHmac('sha256', changes.secret ?? secret)
      .update(`POST\n${path}\n${query}`)
      .digest('hex')
    const { host, port } = addresses.pusher
    const answer = await fetch(
      `http://${host}:${port}${path}?${changes.unsigned === true ? '' : `${query}&auth_signature=${signature}`}`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: changes.sent ?? signedBody,
      },
    )
    return answer.status
  }

  it('is accepted with the right signature', async () => {
    expect(await publish({})).toBe(200)
  })

  it.each([
    ['a wrong secret', { secret: 'wrong' }],
    ['a timestamp of eleven minutes ago', { timestamp: Math.floor(Date.now() / 1_000) - 660 }],
    ['a timestamp of eleven minutes ahead', { timestamp: Math.floor(Date.now() / 1_000) + 660 }],
    ['another body than was signed', { sent: '{"name":"x","channel":"y","data":"z"}' }],
  ])('is refused with %s', async (_what, changes) => {
    const listener = new RecordingClient(addresses, { token: bob.token })
    await listener.join(secretChannel)

    const status = await publish(changes)

    await pusherServer(addresses).trigger(secretChannel, 'fence', {})
    await listener.next(secretChannel, 'fence')
    expect(status).toBe(401)
    expect(listener.all(secretChannel, 'forged')).toEqual([])
  })

  it('is refused without a signature', async () => {
    expect([400, 401]).toContain(await publish({ unsigned: true }))
  })
})

describe('the authorization endpoint', () => {
  it.each([
    ['a participant', 200, () => bob.token],
    ['a stranger', 403, () => eve.token],
    ['nobody', 403, () => undefined],
    ['a forged token', 403, () => signedToken(userClaims(bob.id), 'z'.repeat(40))],
    ['an expired token', 403, () => signedToken(userClaims(bob.id, { exp: 1_700_000_000 }))],
    ['the key of an app', 403, () => addresses.anonKey],
  ])('answers %s with %i', async (_who, status, token) => {
    const answer = await authorize('1234.5678', secretChannel, token())

    // A request that proves nobody may also be answered with 401, as HTTP has it.
    expect(status === 403 && answer.status === 401 ? 403 : answer.status).toBe(status)
    const body: unknown = await answer.json()
    expect(body).toEqual(
      status === 200
        ? { auth: expect.stringMatching(/^[^:]+:[0-9a-f]{64}$/) as string }
        : { error: expect.any(String) as string },
    )
  })

  it.each([
    ['a socket id with more in it', '1234.5678:x', () => secretChannel],
    ['no socket id', '', () => secretChannel],
    ['no channel', '1234.5678', () => ''],
    ['a channel with a colon', '1234.5678', () => `${secretChannel}:x`],
  ])('answers %s with 400 or 403', async (_what, socketId, channel) => {
    const answer = await authorize(socketId, channel(), bob.token)

    expect([400, 403]).toContain(answer.status)
    expect(await answer.text()).not.toContain(`${key}:`)
  })

  it('may be asked by a page of any origin', async () => {
    const answer = await fetch(`${addresses.web}/pusher/auth`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'http://localhost:3000',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    })

    expect(answer.ok).toBe(true)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toContain(
      'authorization',
    )
  })

  it('is asked anew by the row policy: one rule for rows and channels', async () => {
    const [kim] = await people(addresses, 'Kim')
    const other = await roomOf(ada)
    const channel = `private-room-${other.id}`

    const before = (await authorize('1.2', channel, kim.token)).status
    await ada.supabase.from('room_participants').insert({ room_id: other.id, user_id: kim.id })
    const during = (await authorize('1.2', channel, kim.token)).status
    good(await kim.supabase.rpc('room_snapshot', { room: other.id }))
    await kim.supabase.rpc('leave_room', { room: other.id })
    const after = (await authorize('1.2', channel, kim.token)).status

    expect([before, during, after]).toEqual([403, 200, 403])
  })
})
