import { expect, test } from 'vitest'
import { ada, bob, createStage } from './harness.js'

test('a search finds messages of a room, or of all rooms of its reader', async () => {
  const stage = createStage()
  const other = stage.server.createRoom({ members: [ada] })
  const foreign = stage.server.createRoom({ members: [bob] })
  stage.say(bob, 'An apple a day')
  other.post(ada.id, { id: 'elsewhere', content: 'Apples!' })
  foreign.post(bob.id, { id: 'secret', content: 'apple' })
  const { client } = stage.sit(ada)

  const searches = [
    { query: 'apple', roomId: stage.room.id },
    { query: 'APPLE' },
    { query: 'pear' },
  ]
  const answers = Promise.all(searches.map((query) => client.search(query)))
  await stage.clock.advance(100)
  const [here, everywhere, nowhere] = await answers

  expect(here?.results).toEqual([
    {
      message: expect.objectContaining({ id: 'said-1', roomId: stage.room.id }) as unknown,
      author: bob,
      excerpt: ['An ', 'apple', ' a day'],
    },
  ])
  expect(everywhere?.results.map(({ message }) => message.content)).toEqual(
    expect.arrayContaining(['Apples!', 'An apple a day']),
  )
  expect(everywhere?.results).toHaveLength(2)
  expect(nowhere).toEqual({ results: [] })
})

test('what is found comes in pages', async () => {
  const stage = createStage()
  for (let n = 1; n <= 5; n++) {
    stage.say(bob, `apple ${n}`)
  }
  const { client } = stage.sit(ada)
  const found: string[] = []
  let cursor: string | undefined

  do {
    const answer = client.search({ query: 'apple', roomId: stage.room.id, limit: 2, cursor })
    await stage.clock.advance(100)
    const page = await answer
    found.push(...page.results.map(({ message }) => message.content))
    cursor = page.cursor
  } while (cursor !== undefined)

  expect(found).toEqual(['apple 5', 'apple 4', 'apple 3', 'apple 2', 'apple 1'])
})

test('a search is refused as the database does, and ends when no answer comes', async () => {
  const stage = createStage()
  const seat = stage.sit(ada)
  const wordless = expect(seat.client.search({ query: '!' })).rejects.toMatchObject({
    code: 400,
    hint: 'query_needed',
  })
  await stage.clock.advance(100)
  await wordless

  seat.connection.hooks.onRequest = () => new Promise<void>(() => undefined)
  const late = expect(seat.client.search({ query: 'apple' })).rejects.toMatchObject({ code: 1001 })
  await stage.clock.advance(15_000)
  await late
})
