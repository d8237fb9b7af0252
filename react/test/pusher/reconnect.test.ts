import { expect, test } from 'vitest'
import { createPusherHarness, createRecorder } from './pusher-harness.js'

const room = { roomId: 'r1', visibility: 'private' } as const

function join() {
  const harness = createPusherHarness()
  const channel = harness.realtime.join(room, createRecorder().listener)
  return { ...harness, channel }
}

test('a connection that the app on the server ended is made again', async () => {
  const { clock, close, connects } = join()

  close(4009)
  expect(connects).toEqual([])
  await clock.advance(1000)

  expect(connects).toHaveLength(1)
})

test('again and again, but ever more slowly', async () => {
  const { clock, close, connects, setState } = join()
  const waits: number[] = []

  for (let round = 0; round < 8; round += 1) {
    const closed = clock.now()
    close(4009)
    await clock.advance(40_000)
    waits.push((connects[round] ?? 0) - closed)
    setState('connected')
  }

  expect(waits).toHaveLength(8)
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits[0]).toBeLessThanOrEqual(1000)
  expect(waits[7]).toBeGreaterThan(10_000)
})

test('a connection that lasted makes up for those that did not', async () => {
  const { clock, close, connects, setState } = join()
  for (let round = 0; round < 8; round += 1) {
    close(4009)
    await clock.advance(40_000)
    setState('connected')
  }

  await clock.advance(60_000)
  const closed = clock.now()
  close(4009)
  await clock.advance(40_000)

  expect((connects[8] ?? 0) - closed).toBeLessThanOrEqual(1000)
})

test('not when the app disconnects by itself', async () => {
  const { clock, connects, setState } = join()

  setState('disconnected')
  await clock.advance(60_000)

  expect(connects).toEqual([])
})

test('not when there is no such app', async () => {
  const { clock, close, connects } = join()

  close(4001)
  await clock.advance(60_000)

  expect(connects).toEqual([])
})

test('not when the last room was left meanwhile', async () => {
  const { channel, clock, close, connects } = join()

  close(4009)
  channel.leave()
  await clock.advance(60_000)

  expect(connects).toEqual([])
})

test('not when the app was faster', async () => {
  const { clock, close, connects, setState } = join()

  close(4009)
  setState('connecting')
  await clock.advance(60_000)

  expect(connects).toEqual([])
})
