import { describe, expect, test } from 'vitest'
import { createChatClient, type Person } from '../../src/core/index.js'
import { refusal } from '../../src/testing/index.js'
import { ada, bob, createStage, cyd, type Seat, seedMessages } from './harness.js'

const nobody: Person = { id: '', name: '' }

/** Counts the requests of a seat by name. */
function countRequests({ connection }: Seat): Record<string, number> {
  const counts: Record<string, number> = {}
  connection.hooks.onRequest = (name) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

describe('who is not signed in', () => {
  test('is told so at the first answer, and the server is asked no more', async () => {
    const { clock, sit } = createStage()
    const seat = sit(nobody)
    const counts = countRequests(seat)

    await clock.advance(120_000)

    expect(seat.view()).toMatchObject({ phase: 'failed', access: 'signed-out' })
    expect(counts).toEqual({ snapshot: 1 })
  })

  test('reads a public room and may not write in it', async () => {
    const { clock, sit, say } = createStage({ visibility: 'public' })
    say(bob, 'hello')
    const seat = sit(nobody)
    await clock.advance(100)

    expect(seat.contents()).toEqual(['hello'])
    expect(seat.view()).toMatchObject({ access: 'signed-out', canSend: false })
  })

  test('may not write before the room is known either', () => {
    const { sit, say, room } = createStage({ visibility: 'public' })
    say(bob, 'hello')

    const seat = sit(nobody, { initial: seedMessages(room) })

    expect(seat.view()).toMatchObject({ phase: 'ready', canSend: false })
  })
})

test('a session that is refused again and again counts as ended', async () => {
  const { clock, sit } = createStage()
  const seat = sit(ada)
  let asked = 0
  seat.connection.hooks.onRequest = () => {
    asked += 1
    throw refusal(401, 'sign_in_needed')
  }

  await clock.advance(120_000)

  expect(seat.view()).toMatchObject({ phase: 'failed', access: 'signed-out' })
  expect(asked).toBe(5)
})

describe('who is not in a room', () => {
  test('may read a public one, and writes after joining it', async () => {
    const { clock, sit, say } = createStage({ visibility: 'public' })
    say(bob, 'hello')
    const seat = sit(cyd)
    await clock.advance(100)
    expect(seat.view()).toMatchObject({ phase: 'ready', access: 'joinable', canSend: false })

    const joining = seat.store.join()
    await clock.advance(1000)
    await joining

    expect(seat.view()).toMatchObject({ access: 'member', canSend: true })
    expect(seat.contents()).toEqual(['hello'])
  })

  test('reads an open one only after joining it, as anyone signed in may', async () => {
    const { clock, sit, say } = createStage({ visibility: 'open' })
    say(bob, 'hello')
    const seat = sit(cyd)
    await clock.advance(100)
    expect(seat.view()).toMatchObject({ phase: 'failed', access: 'joinable', canSend: false })

    const joining = seat.store.join()
    await clock.advance(1000)
    await joining

    expect(seat.view()).toMatchObject({ phase: 'ready', access: 'member', canSend: true })
    expect(seat.contents()).toEqual(['hello'])
  })

  test('learns who invites to a private one, and is in after joining', async () => {
    const { clock, sit, say, room } = createStage()
    say(bob, 'hello')
    room.invite(cyd, bob)
    const seat = sit(cyd)
    await clock.advance(100)
    expect(seat.view()).toMatchObject({
      phase: 'failed',
      access: 'invited',
      invitation: { roomName: 'Room', host: bob },
    })

    const joining = seat.store.join()
    await clock.advance(1000)
    await joining

    expect(seat.view()).toMatchObject({ phase: 'ready', access: 'member', canSend: true })
    expect(seat.view().invitation).toBeUndefined()
    expect(seat.contents()).toEqual(['hello'])
  })

  test('is a stranger again after declining', async () => {
    const { clock, sit, room } = createStage()
    room.invite(cyd, bob)
    const seat = sit(cyd)
    await clock.advance(100)

    const declining = seat.store.decline()
    await clock.advance(100)
    await declining

    expect(seat.view()).toMatchObject({ phase: 'failed', access: 'not-a-member' })
    expect(room.invitation(cyd.id)).toBeUndefined()
  })

  test('is a stranger where the server knows nothing of invitations', async () => {
    const { clock, sit } = createStage()
    const seat = sit(cyd)
    seat.connection.hooks.onRequest = (name) => {
      if (name === 'invitation') {
        throw refusal(404, 'no_such_function')
      }
    }

    await clock.advance(100)

    expect(seat.view()).toMatchObject({ phase: 'failed', access: 'not-a-member' })
  })

  test('hears why joining was refused', async () => {
    const { clock, sit } = createStage()
    const seat = sit(cyd)
    await clock.advance(100)

    const joining = seat.store.join()
    const refused = expect(joining).rejects.toMatchObject({ hint: 'invitation_needed' })
    await clock.advance(100)

    await refused
  })

  test('comes in when the page is looked at again after somebody added them', async () => {
    const { clock, sit, room } = createStage()
    const seat = sit(cyd)
    await clock.advance(100)
    room.join(cyd)

    seat.connection.environment.setVisible(false)
    seat.connection.environment.setVisible(true)
    await clock.advance(100)

    expect(seat.view()).toMatchObject({ phase: 'ready', access: 'member' })
  })

  test('comes in when the service says that somebody added them', async () => {
    const { clock, server, room } = createStage()
    const { backend, realtime, environment } = server.connect(cyd.id)
    const told: ((roomId: string) => void)[] = []
    const added = (listener: (roomId: string) => void) => {
      told.push(listener)
      return () => undefined
    }
    const client = createChatClient({
      backend,
      realtime: { ...realtime, added },
      environment,
      clock,
    })
    const store = client.room(room.id, { currentUser: cyd })
    store.retain()
    await clock.advance(100)
    expect(store.get().phase).toBe('failed')
    room.join(cyd)

    told.forEach((tell) => {
      tell('another room')
    })
    await clock.advance(100)
    expect(store.get().phase).toBe('failed')
    told.forEach((tell) => {
      tell(room.id)
    })
    await clock.advance(100)

    expect(store.get()).toMatchObject({ phase: 'ready', access: 'member' })
    expect(server.subscriptions(room.id)).toBe(1)
  })
})
