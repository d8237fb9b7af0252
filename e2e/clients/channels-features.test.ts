import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type PusherServer from 'pusher'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  RecordingClient,
  type RecordingClientOptions,
  isObject,
} from '../support/recording-client.js'
import { type FullChannels, startFullChannels } from '../support/full-channels.js'
import { pusherServer } from '../support/rest.js'
import { until } from '../support/wait.js'

interface Hook {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const hooks: Hook[] = []
let hookServer: Server
let full: FullChannels
let pusher: PusherServer

beforeAll(async () => {
  hookServer = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      hooks.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.end()
    })
  })
  await new Promise<void>((done) => hookServer.listen(0, '127.0.0.1', done))
  const { port } = hookServer.address() as AddressInfo
  full = await startFullChannels(`http://127.0.0.1:${String(port)}/hook`)
  pusher = pusherServer(addresses())
})

afterAll(async () => {
  await full.stop()
  hookServer.close()
})

const addresses = () => ({ ...inject('addresses'), pusher: full.pusher })
const channelName = (prefix: string): string => `${prefix}-${randomUUID()}`
const listener = (options: RecordingClientOptions = {}): RecordingClient =>
  new RecordingClient(addresses(), {
    signature: (socketId, name) => pusher.authorizeChannel(socketId, name),
    ...options,
  })
const member = (id: string): RecordingClient =>
  listener({
    signature: (socketId, name) =>
      pusher.authorizeChannel(socketId, name, { user_id: id, user_info: { name: `user ${id}` } }),
    userSignature: (socketId) => pusher.authenticateUser(socketId, { id }),
  })

describe('pusher-js', () => {
  it('knows who is here, who joins and who leaves', async () => {
    const channel = channelName('presence')
    const [one, two] = [member('1'), member('2')]
    const first = await one.joinPresence(channel)
    const second = await two.joinPresence(channel)

    await one.next(channel, 'pusher:member_added')
    expect(first.members.count).toBe(2)
    expect(second.members.get('1')).toEqual({ id: '1', info: { name: 'user 1' } })
    expect(second.members.myID).toBe('2')

    two.pusher.unsubscribe(channel)
    await one.next(channel, 'pusher:member_removed')
    expect(first.members.count).toBe(1)
  })

  it('hears the last event of a cache channel, or that there is none', async () => {
    const channel = channelName('cache')
    const early = listener()
    await early.join(channel)
    await early.next(channel, 'pusher:cache_miss')

    await pusher.trigger(channel, 'news', { n: 1 })
    await pusher.trigger(channel, 'news', { n: 2 })
    const late = listener()
    await late.join(channel)

    expect(await late.next(channel, 'news')).toEqual({ n: 2 })
    expect(late.all(channel, 'pusher:cache_miss')).toEqual([])
  })

  it('is told how many subscribers there are', async () => {
    const channel = channelName('counted')
    const one = listener()
    await one.join(channel)
    await listener().join(channel)

    await one.next(
      channel,
      'pusher:subscription_count',
      (data) => isObject(data) && data['subscription_count'] === 2,
    )
  })

  it('whispers to the others with the sender named by the server', async () => {
    const channel = channelName('presence')
    const [one, two] = [member('1'), member('2')]
    const mine = await one.join(channel)
    await two.join(channel)

    mine.trigger('client-typing', { n: 1 })

    expect(await two.next(channel, 'client-typing')).toEqual({ n: 1 })
    expect(one.all(channel, 'client-typing')).toEqual([])
  })

  it('hears no more after it unsubscribed, and hears again after it came back', async () => {
    const channel = channelName('public')
    const one = listener()
    const witness = listener()
    await Promise.all([one.join(channel), witness.join(channel)])
    one.pusher.unsubscribe(channel)
    await until('the channel to have one subscriber', async () => {
      const answer = await pusher.get({
        path: `/channels/${channel}`,
        params: { info: 'subscription_count' },
      })
      return ((await answer.json()) as { subscription_count: number }).subscription_count === 1
    })
    await pusher.trigger(channel, 'unheard', {})
    await witness.next(channel, 'unheard')

    await one.join(channel)
    await pusher.trigger(channel, 'heard', {})
    await one.next(channel, 'heard')

    expect(one.all(channel, 'unheard')).toEqual([])
  })

  it('connects again with a new socket id and its old channels', async () => {
    const channel = channelName('private')
    const one = listener()
    await one.join(channel)
    const before = await one.connected()

    one.pusher.disconnect()
    one.pusher.connect()
    const after = await one.connected()
    await until(
      'the channel to be joined again',
      () => one.all(channel, 'pusher:subscription_succeeded').length === 2,
    )
    await pusher.trigger(channel, 'back', {})

    expect(after).not.toBe(before)
    await one.next(channel, 'back')
  })

  it('reads what was encrypted with a key the server never sees', async () => {
    const channel = channelName('private-encrypted')
    const sealing = pusherServer(addresses(), {
      encryptionMasterKeyBase64: randomBytes(32).toString('base64'),
    })
    const reader = listener({
      signature: (socketId, name) => sealing.authorizeChannel(socketId, name),
    })
    await reader.join(channel)

    await sealing.trigger(channel, 'secret', { text: 'hush' })

    expect(await reader.next(channel, 'secret')).toEqual({ text: 'hush' })
  })

  it('signs in, is sent what is meant for its user, and sees friends come and go', async () => {
    const [me, friend] = [randomUUID(), randomUUID()]
    const watcher = listener({
      userSignature: (socketId) =>
        pusher.authenticateUser(socketId, { id: me, watchlist: [friend] }),
    })
    const seen: unknown[] = []
    watcher.pusher.user.watchlist.bind('online', (event: unknown) => seen.push(['online', event]))
    watcher.pusher.user.watchlist.bind('offline', (event: unknown) => seen.push(['offline', event]))
    const mine: unknown[] = []
    watcher.pusher.user.bind('note', (data: unknown) => mine.push(data))
    watcher.pusher.signin()
    await watcher.connected()
    await watcher.pusher.user.signinDonePromise

    const other = member(friend)
    other.pusher.signin()
    await expect.poll(() => JSON.stringify(seen), { timeout: 10_000 }).toContain('online')
    other.pusher.disconnect()
    await expect.poll(() => JSON.stringify(seen), { timeout: 10_000 }).toContain('offline')

    expect(JSON.stringify(seen)).toContain(friend)
    await pusher.sendToUser(me, 'note', { n: 1 })
    await expect.poll(() => mine).toEqual([{ n: 1 }])
  })
})

describe('npm pusher', () => {
  it('is told the counts it asks for, one by one and in a batch', async () => {
    const channel = channelName('counted')
    await listener().join(channel)

    const one = await pusher.trigger(channel, 'x', {}, { info: 'subscription_count' })
    const batch = await pusher.triggerBatch([
      { channel, name: 'x', data: {}, info: 'subscription_count' },
    ])

    expect(await one.json()).toEqual({ channels: { [channel]: { subscription_count: 1 } } })
    expect(await batch.json()).toEqual({ batch: [{ subscription_count: 1 }] })
  })

  it('trusts the webhooks that the server sends', async () => {
    const channel = channelName('presence')
    const one = member('7')
    const joined = await one.join(channel)
    joined.trigger('client-typing', { n: 1 })
    await until(
      'the webhooks',
      () => {
        const text = hooks.map(({ body }) => body).join()
        return (
          text.includes(channel) &&
          ['channel_occupied', 'member_added', 'client_event'].every((name) => text.includes(name))
        )
      },
      { within: 15_000 },
    )
    const about = hooks.filter(({ body }) => body.includes(channel))

    const webhooks = about.map(({ headers, body }) => pusher.webhook({ headers, rawBody: body }))

    expect(webhooks.every((webhook) => webhook.isValid())).toBe(true)
    expect(webhooks.flatMap((webhook) => webhook.getEvents())).toContainEqual(
      expect.objectContaining({ name: 'member_added', channel, user_id: '7' }),
    )
    const [{ headers, body } = { headers: {}, body: '' }] = about
    expect(pusher.webhook({ headers, rawBody: `${body} ` }).isValid()).toBe(false)
  })
})
