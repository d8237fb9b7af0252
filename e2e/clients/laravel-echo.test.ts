import { randomUUID } from 'node:crypto'
import Echo from 'laravel-echo'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { pusherClient } from '../support/recording-client.js'
import { pusherServer } from '../support/rest.js'

const addresses = inject('addresses')
const pusher = pusherServer(addresses)

/** An Echo as a Laravel app makes it, on a pusher-js of its own. */
function echo(userId: string): Echo<'pusher'> {
  const made = new Echo({
    broadcaster: 'pusher',
    key: addresses.pusher.key,
    client: pusherClient(addresses, {
      signature: (socketId, name) =>
        name.startsWith('presence-')
          ? pusher.authorizeChannel(socketId, name, { user_id: userId, user_info: { n: userId } })
          : pusher.authorizeChannel(socketId, name),
    }),
  })
  onTestFinished(() => {
    made.disconnect()
  })
  return made
}

const newName = (): string => randomUUID()
const ids = (members: readonly unknown[]): string => JSON.stringify(members)

describe('laravel-echo', () => {
  it('listens on a public channel to the names Laravel gives events', async () => {
    const name = newName()
    const heard: unknown[] = []
    await new Promise<void>((subscribed) => {
      echo('1')
        .channel(name)
        .listen('OrderShipped', (data: unknown) => heard.push(data))
        .subscribed(() => {
          subscribed()
        })
    })

    await pusher.trigger(name, 'App\\Events\\OrderShipped', { id: 1 })

    await expect.poll(() => heard).toEqual([{ id: 1 }])
  })

  it('whispers on a private channel', async () => {
    const name = newName()
    const heard: unknown[] = []
    const [one, two] = [echo('1').private(name), echo('2').private(name)]
    await Promise.all(
      [one, two].map(
        (channel) =>
          new Promise<void>((subscribed) => {
            channel.subscribed(() => {
              subscribed()
            })
          }),
      ),
    )
    two.listenForWhisper('typing', (data: unknown) => heard.push(data))

    one.whisper('typing', { n: 1 })

    await expect.poll(() => heard).toEqual([{ n: 1 }])
  })

  it('tells who is here, who joins and who leaves', async () => {
    const name = newName()
    const [here, joining, leaving]: unknown[][] = [[], [], []]
    await new Promise<void>((subscribed) => {
      echo('1')
        .join(name)
        .here((members: unknown[]) => {
          here?.push(...members)
          subscribed()
        })
        .joining((member: unknown) => joining?.push(member))
        .leaving((member: unknown) => leaving?.push(member))
    })
    const other = echo('2')

    other.join(name)
    await expect.poll(() => ids(joining ?? [])).toContain('"2"')
    other.leave(name)
    await expect.poll(() => ids(leaving ?? [])).toContain('"2"')

    expect(ids(here ?? [])).toContain('"1"')
  })

  it('leaves its own connection out when it asks for that', async () => {
    const name = newName()
    const [mine, others]: unknown[][] = [[], []]
    const one = echo('1')
    await Promise.all(
      [
        { who: one, heard: mine },
        { who: echo('2'), heard: others },
      ].map(
        ({ who, heard }) =>
          new Promise<void>((subscribed) => {
            who
              .channel(name)
              .listen('.note', (data: unknown) => heard?.push(data))
              .subscribed(() => {
                subscribed()
              })
          }),
      ),
    )

    await pusher.trigger(name, 'note', { n: 1 }, { socket_id: one.socketId() ?? '' })
    await pusher.trigger(name, 'note', { n: 2 })

    await expect.poll(() => others).toEqual([{ n: 1 }, { n: 2 }])
    await expect.poll(() => mine).toEqual([{ n: 2 }])
  })
})
