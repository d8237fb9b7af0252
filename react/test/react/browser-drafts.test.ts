import { afterEach, expect, test } from 'vitest'
import { createBrowserDevice } from '../../src/core/index.js'

afterEach(() => {
  localStorage.clear()
})

function browserDrafts() {
  const { drafts } = createBrowserDevice()
  if (drafts === undefined) {
    throw new Error('a browser keeps drafts')
  }
  return drafts
}

test('a text is found again by person and room, whatever is in their ids', () => {
  const drafts = browserDrafts()
  const pairs = [
    ['a', 'b:c'],
    ['a:b', 'c'],
    ['a","b', 'c'],
    ['a', 'b","c'],
    ['', '["a"]'],
  ] as const

  pairs.forEach(([userId, roomId], at) => {
    drafts.write(userId, roomId, `text ${at}`)
  })

  expect(pairs.map(([userId, roomId]) => drafts.read(userId, roomId))).toEqual(
    pairs.map((_pair, at) => `text ${at}`),
  )
})

test('an empty text leaves nothing', () => {
  const drafts = browserDrafts()
  drafts.write('ada', 'room', 'text')

  drafts.write('ada', 'room', '')

  expect(localStorage).toHaveLength(0)
})

test('clearing takes the texts of one person, and nothing of the app', () => {
  const drafts = browserDrafts()
  localStorage.setItem('theme', 'dark')
  drafts.write('ada', 'room', 'text')
  drafts.write('ada', 'other', 'text')
  drafts.write('ada,', 'room', 'of somebody else')

  drafts.clear('ada')

  expect(localStorage).toHaveLength(2)
  expect(drafts.read('ada,', 'room')).toBe('of somebody else')
})

test('only what another tab writes to this text, or to all, is told', () => {
  const drafts = browserDrafts()
  drafts.write('ada', 'room', 'text')
  const [key = null] = Object.keys(localStorage)
  let told = 0
  const stop = drafts.subscribe('ada', 'room', () => {
    told += 1
  })
  const tell = (changed: string | null) =>
    window.dispatchEvent(new StorageEvent('storage', { key: changed }))

  tell('theme')
  expect(told).toBe(0)
  tell(key)
  tell(null)
  expect(told).toBe(2)
  stop()
  tell(key)

  expect(told).toBe(2)
})
