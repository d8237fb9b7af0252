import { describe, expect, test } from 'vitest'
import type { FakeClock } from '../../src/testing/index.js'
import { ada, attentive, away, bob, createStage, cyd, type Seat } from './harness.js'

const names = (seat: Seat) => seat.view().typing.map(({ name }) => name)

async function open() {
  const stage = createStage({ members: [ada, bob, cyd] })
  const [mine, theirs] = [stage.sit(ada), stage.sit(bob)]
  await stage.clock.advance(100)
  return { ...stage, mine, theirs }
}

describe('somebody who types', () => {
  test('is shown to the others but not to themselves', async () => {
    const { clock, mine, theirs } = await open()

    theirs.store.typing(true)
    await clock.advance(20)

    expect(names(mine)).toEqual(['Bob'])
    expect(names(theirs)).toEqual([])
  })

  test('vanishes 300 ms after they emptied the text', async () => {
    const { clock, mine, theirs } = await open()
    theirs.store.typing(true)
    await clock.advance(20)

    theirs.store.typing(false)
    await clock.advance(299)
    expect(names(mine)).toEqual(['Bob'])
    await clock.advance(20)

    expect(names(mine)).toEqual([])
  })

  test('vanishes after 5 s without a key press', async () => {
    const { clock, mine, theirs } = await open()
    theirs.store.typing(true)

    await clock.advance(4990)
    expect(names(mine)).toEqual(['Bob'])
    await clock.advance(350)

    expect(names(mine)).toEqual([])
  })

  test('vanishes 7 s after the last report if the end of it was lost', async () => {
    const { clock, mine, theirs } = await open()
    theirs.store.typing(true)
    await clock.advance(20)
    theirs.connection.cutLink()
    mine.connection.hooks.onRequest = () => undefined

    await clock.advance(20)
    expect(names(mine)).toEqual([])
  })

  test('vanishes at once with their message', async () => {
    const { clock, mine, theirs } = await open()
    theirs.store.typing(true)
    await clock.advance(20)

    theirs.store.send('hello')
    await clock.advance(17)

    expect(names(mine)).toEqual([])
    expect(mine.contents()).toEqual(['hello'])
  })

  test('vanishes when they look elsewhere', async () => {
    const { clock, mine, theirs } = await open()
    theirs.store.seen(attentive)
    theirs.store.typing(true)
    await clock.advance(20)

    theirs.store.seen(away)
    await clock.advance(350)

    expect(names(mine)).toEqual([])
  })

  test('vanishes when they leave the room', async () => {
    const { clock, room, mine, theirs } = await open()
    theirs.store.typing(true)
    await clock.advance(20)

    room.leave(bob.id)
    await clock.advance(20)

    expect(names(mine)).toEqual([])
  })

  test('vanishes with everybody else when our link breaks', async () => {
    const { clock, mine, theirs, sit } = await open()
    const third = sit(cyd)
    await clock.advance(100)
    theirs.store.typing(true)
    third.store.typing(true)
    await clock.advance(20)
    expect(names(mine)).toEqual(['Bob', 'Cyd'])

    mine.connection.cutLink()
    await clock.advance(20)

    expect(names(mine)).toEqual([])
  })

  test('stays for as long as they go on', async () => {
    const { clock, mine, theirs } = await open()

    for (let second = 0; second < 20; second += 1) {
      theirs.store.typing(true)
      await clock.advance(1000)
      expect(names(mine)).toEqual(['Bob'])
    }
  })
})

describe('reports of typing', () => {
  test('go out at once and then at most every 3 s', async () => {
    const { clock, mine, theirs } = await open()
    const heard = await hearTyping(mine, clock)

    for (let press = 0; press < 70; press += 1) {
      theirs.store.typing(true)
      await clock.advance(100)
    }

    expect(heard).toEqual([true, true, true])
  })

  test('go out at most every 3 s even when the text is emptied again and again', async () => {
    const { clock, mine, theirs } = await open()
    const heard = await hearTyping(mine, clock)

    for (let press = 0; press < 10; press += 1) {
      theirs.store.typing(press % 2 === 0)
      await clock.advance(100)
    }

    expect(heard).toEqual([true, false])
  })

  test('stop when the message is sent', async () => {
    const { clock, mine, theirs } = await open()
    const heard = await hearTyping(mine, clock)
    theirs.store.typing(true)

    theirs.store.send('hello')
    await clock.advance(10_000)

    expect(heard).toEqual([true, false])
  })

  test('begin again, when the 3 s are over, after a message was sent', async () => {
    const { clock, mine, theirs } = await open()
    const heard = await hearTyping(mine, clock)
    theirs.store.typing(true)
    await clock.advance(1000)
    theirs.store.send('hello')

    theirs.store.typing(true)
    await clock.advance(2100)

    expect(heard).toEqual([true, false, true])
  })

  test('are repeated, when the 3 s are over, for somebody who has come since', async () => {
    const { clock, sit, theirs } = await open()
    theirs.store.typing(true)
    await clock.advance(100)

    const late = sit(cyd)
    await clock.advance(100)
    expect(names(late)).toEqual([])
    await clock.advance(2900)

    expect(names(late)).toEqual(['Bob'])
  })

  test('are made, when others can hear them, by who typed before', async () => {
    const stage = createStage({ members: [ada, bob] })
    const mine = stage.sit(ada)
    await stage.clock.advance(100)
    const theirs = stage.sit(bob)
    theirs.store.typing(true)
    await stage.clock.advance(3100)

    expect(names(mine)).toEqual(['Bob'])
  })

  test('are not repeated by who has stopped', async () => {
    const { clock, sit, mine, theirs } = await open()
    const heard = await hearTyping(mine, clock)
    theirs.store.typing(true)
    await clock.advance(100)
    theirs.store.typing(false)

    sit(cyd)
    await clock.advance(5000)

    expect(heard).toEqual([true, false])
  })

  test('stop when the room is left', async () => {
    const { clock, mine, theirs } = await open()
    const heard = await hearTyping(mine, clock)
    theirs.store.typing(true)

    theirs.release()
    await clock.advance(1100)

    expect(heard).toEqual([true, false])
  })

  test('are not made while muted', async () => {
    const { clock, room, sit, mine } = await open()
    const muted = sit(cyd)
    await clock.advance(100)
    expect(muted.view().canSend).toBe(true)
    room.mute(cyd.id, clock.now() + 60_000)
    await clock.advance(100)
    const heard = await hearTyping(mine, clock)
    expect(muted.view().canSend).toBe(false)

    muted.store.typing(true)
    await clock.advance(60_000)
    expect(heard).toEqual([])
    expect(muted.view().canSend).toBe(true)
    muted.store.typing(true)
    await clock.advance(20)

    expect(heard).toEqual([true])
  })

  test('are neither made nor shown with more than 50 people online', async () => {
    const crowd = Array.from({ length: 51 }, (_, nth) => ({ id: `p${nth}`, name: `P${nth}` }))
    const stage = createStage({ members: crowd, random: () => 0 })
    const seats = crowd.map((person) => stage.sit(person))
    await stage.clock.advance(100)

    seats[0]?.store.typing(true)
    await stage.clock.advance(20)

    expect(seats[1]?.view().online.size).toBe(51)
    expect(seats[1]?.view().typing).toEqual([])
  })
})

/** Joins as a bystander and writes down every report of typing. */
async function hearTyping({ connection }: Seat, clock: FakeClock): Promise<readonly boolean[]> {
  const heard: boolean[] = []
  const ignore = () => undefined
  const channel = connection.realtime.join(
    { roomId: 'room-1', visibility: 'private' },
    {
      subscribed: ignore,
      refused: ignore,
      event: ignore,
      present: ignore,
      arrived: ignore,
      departed: ignore,
      typing: (_userId, active) => {
        heard.push(active)
      },
    },
  )
  channel.setPresent(true)
  await clock.advance(1)
  return heard
}
