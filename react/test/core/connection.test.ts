import { describe, expect, test } from 'vitest'
import { ada, bob, createStage } from './harness.js'

async function open() {
  const stage = createStage()
  const seat = stage.sit(ada)
  const atFirst = seat.view().connection
  await stage.clock.advance(100)
  return { ...stage, seat, atFirst }
}

describe('the connection', () => {
  test('is connecting at first and connected once everything is there', async () => {
    const { seat, atFirst } = await open()

    expect(atFirst).toBe('connecting')
    expect(seat.view().connection).toBe('connected')
  })

  test('says nothing of an interruption shorter than 2 s', async () => {
    const { clock, seat } = await open()
    const seen: string[] = []
    seat.store.subscribe(() => {
      seen.push(seat.view().connection)
    })

    seat.connection.cutLink()
    await clock.advance(1000)
    seat.connection.restore()
    await clock.advance(10_000)

    expect(new Set(seen)).not.toContain('reconnecting')
  })

  test('is reconnecting after 2 s and offline after 10 s', async () => {
    const { clock, seat } = await open()
    seat.connection.cutLink()

    await clock.advance(1990)
    expect(seat.view().connection).toBe('connected')
    await clock.advance(30)
    expect(seat.view().connection).toBe('reconnecting')
    await clock.advance(7900)
    expect(seat.view().connection).toBe('reconnecting')
    await clock.advance(120)

    expect(seat.view().connection).toBe('offline')
  })

  test('is offline as soon as the device is', async () => {
    const { clock, seat } = await open()

    seat.connection.cut()
    await clock.advance(20)

    expect(seat.view().connection).toBe('offline')
  })

  test('is not good before everything missed was loaded', async () => {
    const { clock, say, seat } = await open()
    seat.connection.cutLink()
    await clock.advance(3000)
    say(bob, 'missed')
    seat.connection.hooks.onAnswer = () =>
      new Promise((resolve) => {
        clock.after(3000, resolve)
      })

    seat.connection.restore()
    await clock.advance(3400)
    expect(seat.view().connection).toBe('reconnecting')
    expect(seat.contents()).toEqual([])
    await clock.advance(200)

    expect(seat.view().connection).toBe('connected')
    expect(seat.contents()).toEqual(['missed'])
  })

  test('is reconnecting, no longer offline, while it catches up', async () => {
    const { clock, seat } = await open()
    seat.connection.cut()
    await clock.advance(20_000)
    seat.connection.hooks.onRequest = () => new Promise(() => undefined)

    seat.connection.restore()
    await clock.advance(2000)

    expect(seat.view().connection).toBe('reconnecting')
  })

  test('is connecting until it is offline when there never was one', async () => {
    const stage = createStage()
    const seat = stage.sit(ada)
    seat.connection.cutLink()

    await stage.clock.advance(9900)
    expect(seat.view().connection).toBe('connecting')
    await stage.clock.advance(200)

    expect(seat.view().connection).toBe('offline')
  })
})
