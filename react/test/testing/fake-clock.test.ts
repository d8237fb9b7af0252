import { expect, test } from 'vitest'
import { createFakeClock, seededRandom } from '../../src/testing/index.js'

test('timers run in the order of their times, those of one time in the order they were set', async () => {
  const clock = createFakeClock({ now: 0 })
  const ran: string[] = []
  for (const [name, ms] of [
    ['late', 20],
    ['first', 10],
    ['second', 10],
  ] as const) {
    clock.after(ms, () => {
      ran.push(`${name} at ${clock.now()}`)
    })
  }

  await clock.advance(15)
  expect(ran).toEqual(['first at 10', 'second at 10'])
  await clock.advance(5)

  expect(ran.at(-1)).toBe('late at 20')
  expect(clock.timers()).toBe(0)
})

test('a timer set by a timer runs in the same advance if it is due', async () => {
  const clock = createFakeClock({ now: 0 })
  const ran: number[] = []
  clock.after(10, () => {
    clock.after(10, () => {
      ran.push(clock.now())
    })
  })

  await clock.advance(20)

  expect(ran).toEqual([20])
})

test('promises settle between timers', async () => {
  const clock = createFakeClock()
  const order: string[] = []
  clock.after(10, () => {
    void Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => order.push('promise'))
  })
  clock.after(11, () => {
    order.push('timer')
  })

  await clock.advance(20)

  expect(order).toEqual(['promise', 'timer'])
})

test('a cancelled timer does not run', async () => {
  const clock = createFakeClock()
  let ran = false
  const cancel = clock.after(10, () => {
    ran = true
  })

  cancel()
  await clock.advance(20)

  expect(ran).toBe(false)
})

test('seeded chance repeats itself and stays between 0 and 1', () => {
  const [one, two, other] = [seededRandom(7), seededRandom(7), seededRandom(8)]
  const draw = (random: () => number) => Array.from({ length: 100 }, random)
  const numbers = draw(one)

  expect(draw(two)).toEqual(numbers)
  expect(draw(other)).not.toEqual(numbers)
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
})
