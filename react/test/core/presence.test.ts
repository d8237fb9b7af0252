import { describe, expect, test } from 'vitest'
import { ada, bob, createStage, cyd, type Seat } from './harness.js'

const online = (seat: Seat) => [...seat.view().online].sort()

async function open() {
  const stage = createStage({ members: [ada, bob, cyd] })
  const [mine, theirs] = [stage.sit(ada), stage.sit(bob)]
  await stage.clock.advance(100)
  return { ...stage, mine, theirs }
}

describe('somebody', () => {
  test('is online as soon as they are subscribed', async () => {
    const { clock, mine, sit } = await open()
    expect(online(mine)).toEqual(['ada', 'bob'])

    sit(cyd)
    await clock.advance(20)

    expect(online(mine)).toEqual(['ada', 'bob', 'cyd'])
  })

  test('is offline 10 s after they went', async () => {
    const { clock, mine, theirs } = await open()
    theirs.connection.cutLink()

    await clock.advance(9900)
    expect(online(mine)).toEqual(['ada', 'bob'])
    await clock.advance(200)

    expect(online(mine)).toEqual(['ada'])
  })

  test('stays online when they come back within 10 s', async () => {
    const { clock, mine, theirs } = await open()
    const seen: string[][] = []
    mine.store.subscribe(() => {
      seen.push(online(mine))
    })

    theirs.connection.cutLink()
    await clock.advance(9000)
    theirs.connection.restore()
    await clock.advance(30_000)

    expect(seen.every((ids) => ids.includes('bob'))).toBe(true)
  })

  test('with several connections is one person', async () => {
    const { clock, mine, theirs, sit } = await open()
    const phone = sit(bob)
    await clock.advance(100)
    expect(online(mine)).toEqual(['ada', 'bob'])

    phone.connection.cutLink()
    await clock.advance(20_000)
    expect(online(mine)).toEqual(['ada', 'bob'])
    theirs.connection.cutLink()
    await clock.advance(20_000)

    expect(online(mine)).toEqual(['ada'])
  })
})

describe('when our own link breaks', () => {
  test('the others stay online for 10 s', async () => {
    const { clock, mine } = await open()

    mine.connection.cutLink()
    await clock.advance(9900)
    expect(online(mine)).toEqual(['ada', 'bob'])
    await clock.advance(200)

    expect(online(mine)).toEqual([])
  })

  test('whoever went meanwhile is offline soon after it is mended', async () => {
    const { clock, mine, theirs } = await open()
    mine.connection.cutLink()
    theirs.connection.cutLink()
    await clock.advance(5000)

    mine.connection.restore()
    await clock.advance(6000)

    expect(online(mine)).toEqual(['ada'])
  })
})

test('nobody is online once the room was left', async () => {
  const { clock, mine } = await open()

  mine.release()
  await clock.advance(1100)

  expect(online(mine)).toEqual([])
})
