import { describe, expect, test } from 'vitest'
import { createSeedView, readSeed, type Message, type SnapshotInput } from '../../src/core/index.js'
import { ada, bob, countRequests, createStage, seedMessages, seedSnapshot } from './harness.js'

/** A message without its place and number. */
const unnumbered = ({ id, roomId, userId, content, createdAt }: Message): Message => ({
  id,
  roomId,
  userId,
  content,
  createdAt,
})

describe('a room with a snapshot made on a server', () => {
  test('is ready at once and applies exactly what happened since', async () => {
    const stage = createStage()
    stage.say(bob, 'one')
    const initial = seedSnapshot(stage.room)
    stage.room.edit('said-1', 'edited')
    stage.say(bob, 'two')

    const seat = stage.sit(ada, { initial })
    const counts = countRequests(seat)
    expect(seat.view().phase).toBe('ready')
    expect(seat.contents()).toEqual(['one'])
    await stage.clock.advance(100)

    expect(seat.contents()).toEqual(['edited', 'two'])
    expect(counts.snapshot).toBe(0)
  })

  test('renders the same on the server and when the browser takes over', () => {
    const stage = createStage()
    stage.say(bob, 'one')
    const initial = seedSnapshot(stage.room)

    const onServer = createSeedView({ currentUser: ada, initial })
    const inBrowser = createSeedView({ currentUser: ada, initial })

    const { receipts, person, ...shown } = onServer()
    expect(inBrowser()).toEqual({
      ...shown,
      receipts: expect.any(Function) as unknown,
      person: expect.any(Function) as unknown,
    })
    expect(inBrowser().receipts('said-1')).toEqual(receipts('said-1'))
    expect(inBrowser().person(bob.id)).toEqual(person(bob.id))
    expect(onServer()).toBe(onServer())
    expect(onServer().rows.map(({ kind }) => kind)).toContain('message')
  })

  test('may be what the database returned, or what a backend made of it', () => {
    const stage = createStage()
    stage.say(bob, 'one')
    const complaints: string[] = []
    const read = (initialMessages: SnapshotInput) =>
      readSeed(stage.room.id, { currentUser: ada, initialMessages }, (one) => complaints.push(one))
    const snapshot = seedSnapshot(stage.room)

    expect(read(stage.room.snapshot(50)).initial).toEqual(snapshot)
    expect(read(snapshot).initial).toBe(snapshot)
    expect(complaints).toEqual([])
  })

  test('knows at once what was read', () => {
    const stage = createStage()
    stage.say(bob, 'one')
    stage.room.setCursor(ada.id, { readSeq: 1 })
    stage.say(bob, 'two')

    const seat = stage.sit(ada, { initial: seedSnapshot(stage.room) })

    expect(seat.view().unreadCount).toBe(1)
    expect(seat.unreadAbove()).toBe('said-2')
  })

  test('of another epoch of the database is loaded again', async () => {
    const stage = createStage()
    stage.say(bob, 'undone')
    const initial = seedSnapshot(stage.room)
    stage.room.restore(stage.room.head() - 1)

    const seat = stage.sit(ada, { initial })
    await stage.clock.advance(100)

    expect(seat.contents()).toEqual([])
  })
})

describe('a room with rows of the app', () => {
  test('shows them at once and in order, each once', () => {
    const stage = createStage()
    stage.say(bob, 'one')
    stage.say(bob, 'two')
    const [one, two] = seedMessages(stage.room)
    if (!one || !two) {
      throw new Error('two messages were said')
    }

    const seat = stage.sit(ada, { initial: [two, one, two] })

    expect(seat.view().phase).toBe('ready')
    expect(seat.contents()).toEqual(['one', 'two'])
  })

  test('keeps older ones and learns what changed in them since', async () => {
    const stage = createStage()
    for (let said = 0; said < 120; said += 1) {
      stage.say(bob, 'said')
    }
    const initial = seedMessages(stage.room)
    stage.room.edit('said-3', 'edited')
    stage.say(bob, 'new')

    const seat = stage.sit(ada, { initial })
    await stage.clock.advance(100)

    expect(seat.messages()).toHaveLength(121)
    expect(seat.row('said-3')?.message.content).toBe('edited')
    expect(seat.view().hasOlder).toBe(false)
  })

  test('drops them when a hole lies between them and the newest', async () => {
    const stage = createStage()
    stage.say(bob, 'old')
    const initial = seedMessages(stage.room)
    for (let said = 0; said < 100; said += 1) {
      stage.say(bob, 'new')
    }

    const seat = stage.sit(ada, { initial })
    await stage.clock.advance(100)

    expect(new Set(seat.contents())).toEqual(new Set(['new']))
    expect(seat.messages()).toHaveLength(50)
  })

  test('takes the newest page instead of rows that do not tell their number', async () => {
    const stage = createStage()
    stage.say(bob, 'one')
    const initial = seedMessages(stage.room).map((message) => ({
      ...unnumbered(message),
      seq: message.seq,
    }))
    stage.room.edit('said-1', 'edited')

    const seat = stage.sit(ada, { initial })
    await stage.clock.advance(100)

    expect(seat.contents()).toEqual(['edited'])
  })

  test('shows nothing that the server has not numbered', () => {
    const stage = createStage()
    stage.say(bob, 'one')
    const initial = seedMessages(stage.room).map(unnumbered)

    expect(stage.sit(ada, { initial }).contents()).toEqual([])
  })
})
