import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stack } from '../stack.js'
import type { Addresses } from '../support/addresses.js'
import { RecordingClient, isObject } from '../support/recording-client.js'
import { people, type Person, roomOf } from '../support/people.js'

const secretWord = 'rhododendron'

let stack: Stack
let addresses: Addresses
let ada: Person
let bob: Person

beforeAll(async () => {
  const key = randomBytes(32).toString('base64')
  stack = await Stack.start({ variables: { PUSHER_ENCRYPTION_MASTER_KEY: key } })
  addresses = await stack.addresses()
  ;[ada, bob] = await people(addresses, 'Ada', 'Bob')
}, 180_000)

afterAll(async () => {
  await stack.destroy()
}, 90_000)

describe('a private room under a master key', () => {
  it('is read by its members, and by nobody on the wire', async () => {
    const room = await roomOf(ada, [bob])
    const channel = `private-encrypted-room-${room.id}`
    const listener = new RecordingClient(addresses, { token: bob.token })
    const frames: string[] = []
    listener.pusher.connection.bind('message', (frame: unknown) => {
      frames.push(JSON.stringify(frame))
    })
    await listener.join(channel)

    const { error } = await ada.supabase
      .from('messages')
      .insert({ room_id: room.id, user_id: ada.id, content: secretWord })
    expect(error).toBeNull()

    const message = await listener.next(channel, 'new-message')
    expect(message).toMatchObject({ content: secretWord, user_id: ada.id })
    // Of what happened to the room before, such as its making, other heads may tell.
    await listener.next(
      channel,
      'head',
      (head) => isObject(head) && isObject(message) && head['rev'] === message['rev'],
    )
    const ofRoom = frames.filter(
      (frame) => frame.includes(channel) && /new-message|head/.test(frame),
    )
    expect(ofRoom.length).toBeGreaterThanOrEqual(2)
    for (const frame of ofRoom) {
      expect(frame).toContain('ciphertext')
      expect(frame).not.toContain(secretWord)
      expect(frame).not.toContain(ada.id)
      expect(frame).not.toMatch(/\brev\b/)
    }
  })

  it('is not offered in plain text', async () => {
    const room = await roomOf(ada, [bob])
    const listener = new RecordingClient(addresses, { token: bob.token })

    const refusal = await listener.refused(`private-room-${room.id}`)

    expect(refusal).toMatchObject({ status: 403 })
  })

  it('shows who is there as any other room', async () => {
    const room = await roomOf(ada, [bob])
    const listener = new RecordingClient(addresses, { token: bob.token })

    const presence = await listener.joinPresence(`presence-room-${room.id}`)

    expect(presence.members.myID).toBe(bob.id)
  })
})
