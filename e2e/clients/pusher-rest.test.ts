import { randomUUID } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import { RecordingClient } from '../support/recording-client.js'
import { pusherServer, refusal } from '../support/rest.js'

const addresses = inject('addresses')
const pusher = pusherServer(addresses)
const newChannel = (prefix = 'test'): string => `${prefix}-${randomUUID()}`

async function json(answer: Promise<{ json: () => Promise<unknown> }>): Promise<unknown> {
  return (await answer).json()
}

describe('npm pusher', () => {
  it('triggers an event on several channels', async () => {
    const listener = new RecordingClient(addresses)
    const [one, two] = [newChannel(), newChannel()]
    await Promise.all([listener.join(one), listener.join(two)])

    const answer = await pusher.trigger([one, two], 'greeting', { text: 'héllo' })

    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({})
    expect(await listener.next(one, 'greeting')).toEqual({ text: 'héllo' })
    expect(await listener.next(two, 'greeting')).toEqual({ text: 'héllo' })
  })

  it('triggers a batch in its order', async () => {
    const listener = new RecordingClient(addresses)
    const channel = newChannel()
    await listener.join(channel)

    await pusher.triggerBatch(
      Array.from({ length: 10 }, (_, n) => ({ channel, name: 'count', data: { n } })),
    )
    await listener.next(channel, 'count', (data) => JSON.stringify(data) === '{"n":9}')

    expect(listener.all(channel, 'count')).toEqual(Array.from({ length: 10 }, (_, n) => ({ n })))
  })

  it('leaves out the socket it is told to', async () => {
    const [sender, other] = [new RecordingClient(addresses), new RecordingClient(addresses)]
    const channel = newChannel()
    await Promise.all([sender.join(channel), other.join(channel)])
    const socketId = await sender.connected()

    await pusher.trigger(channel, 'quiet', {}, { socket_id: socketId })
    await pusher.trigger(channel, 'loud', {})
    await other.next(channel, 'quiet')
    await sender.next(channel, 'loud')

    expect(sender.all(channel, 'quiet')).toEqual([])
  })

  it('asks about channels', async () => {
    const listener = new RecordingClient(addresses)
    const channel = newChannel('asked')
    await listener.join(channel)

    const one = await json(pusher.get({ path: `/channels/${channel}` }))
    const empty = await json(pusher.get({ path: `/channels/${newChannel()}` }))
    const all = await json(
      pusher.get({ path: '/channels', params: { filter_by_prefix: 'asked-' } }),
    )

    expect(one).toMatchObject({ occupied: true })
    expect(empty).toMatchObject({ occupied: false })
    expect(all).toEqual({ channels: { [channel]: {} } })
  })

  it('authorizes channels that the server then lets people into', async () => {
    const channel = newChannel('presence')
    const signature = (userId: string) => (socketId: string, name: string) =>
      pusher.authorizeChannel(socketId, name, { user_id: userId, user_info: { name: userId } })
    const listeners = ['7', '8'].map(
      (id) => new RecordingClient(addresses, { signature: signature(id) }),
    )
    for (const listener of listeners) {
      await listener.join(channel)
    }

    const users = await json(pusher.get({ path: `/channels/${channel}/users` }))
    const info = await json(
      pusher.get({ path: `/channels/${channel}`, params: { info: 'user_count' } }),
    )

    expect(users).toEqual({
      users: expect.arrayContaining([{ id: '7' }, { id: '8' }]) as unknown[],
    })
    expect(info).toEqual({ occupied: true, user_count: 2 })
  })

  it('gets the counts it asks for with a trigger', async () => {
    const channel = newChannel('presence')
    const listener = new RecordingClient(addresses, {
      signature: (socketId, name) => pusher.authorizeChannel(socketId, name, { user_id: '1' }),
    })
    await listener.join(channel)

    const answer = await pusher.trigger(channel, 'x', {}, { info: 'user_count' })

    expect(await answer.json()).toEqual({ channels: { [channel]: { user_count: 1 } } })
  })

  it('closes the connections of a user', async () => {
    const id = randomUUID()
    const listener = new RecordingClient(addresses, {
      userSignature: (socketId) => pusher.authenticateUser(socketId, { id }),
    })
    await listener.connected()
    listener.pusher.signin()
    await listener.pusher.user.signinDonePromise

    await pusher.terminateUserConnections(id)

    await expect.poll(() => listener.pusher.connection.state).toBe('disconnected')
  })
})

describe('the publishing API', () => {
  it('refuses a wrong secret', async () => {
    const wrong = pusherServer(addresses, { secret: 'wrong' })

    expect(await refusal(wrong.trigger(newChannel(), 'x', {}))).toBe(401)
    expect(await refusal(wrong.get({ path: '/channels' }))).toBe(401)
  })

  it('refuses an unknown key and an unknown app', async () => {
    const unknownApp = pusherServer({
      ...addresses,
      pusher: { ...addresses.pusher, appId: 'nobodys' },
    })

    expect([400, 401]).toContain(
      await refusal(pusherServer(addresses, { key: 'nobodys' }).trigger(newChannel(), 'x', {})),
    )
    expect(await refusal(unknownApp.trigger(newChannel(), 'x', {}))).toBe(404)
  })

  it('refuses more than 10,240 bytes of data and takes as many', async () => {
    const most = 'x'.repeat(10_240)

    expect((await pusher.trigger(newChannel(), 'x', most)).status).toBe(200)
    expect(await refusal(pusher.trigger(newChannel(), 'x', `${most}x`))).toBe(413)
  })

  it('refuses a request for a thing the channel does not have', async () => {
    expect(await refusal(pusher.get({ path: `/channels/${newChannel()}/users` }))).toBe(400)
  })

  it('refuses eleven events in a batch and delivers none of them', async () => {
    const listener = new RecordingClient(addresses)
    const channel = newChannel()
    await listener.join(channel)

    const status = await refusal(
      pusher.triggerBatch(
        Array.from({ length: 11 }, () => ({ channel, name: 'too-many', data: {} })),
      ),
    )
    await pusher.trigger(channel, 'after', {})
    await listener.next(channel, 'after')

    expect(status).toBe(400)
    expect(listener.all(channel, 'too-many')).toEqual([])
  })

  it('refuses an event in the name of the server', async () => {
    expect(await refusal(pusher.trigger(newChannel(), 'pusher_internal:member_added', {}))).toBe(
      400,
    )
  })
})
