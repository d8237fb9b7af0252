import { describe, expect, test } from 'vitest'
import {
  createChatClient,
  createSeedView,
  type Message,
  type TimelineRow,
} from '../../src/core/index.js'
import { ada, bob, createStage, cyd, type Seat, seedMessages } from './harness.js'

const minute = 60_000

const shape = (rows: readonly TimelineRow[]) =>
  rows.map((row) => {
    switch (row.kind) {
      case 'message':
        return `${row.author.name}: ${row.message.content} (${row.group})`
      case 'notice': {
        const names = (people: typeof row.joined) => people.map(({ name }) => name).join(', ')
        return `+[${names(row.joined)}] -[${names(row.left)}]`
      }
      case 'date':
        return row.date
      case 'unread':
        return '---'
      default:
        return row satisfies never
    }
  })

const messageShape = (seat: Seat) =>
  shape(seat.messages()).map((line) => line.replace(/^.*\((.*)\)$/, '$1'))

async function open() {
  const stage = createStage()
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  const later = (ms: number) => stage.clock.advance(ms)
  return { ...stage, seat, later }
}

describe('messages form a group', () => {
  test('when they are by one author within five minutes', async () => {
    const { say, seat, later } = await open()
    say(bob, 'one')
    await later(5 * minute)
    say(bob, 'two')
    await later(5 * minute)
    say(bob, 'three')
    await later(20)

    expect(messageShape(seat)).toEqual(['first', 'middle', 'last'])
  })

  test('but not when more than five minutes lie between', async () => {
    const { say, seat, later } = await open()
    say(bob, 'one')
    await later(5 * minute + 1)
    say(bob, 'two')
    await later(20)

    expect(messageShape(seat)).toEqual(['single', 'single'])
  })

  test('but not when they are by different authors', async () => {
    const { say, seat, later } = await open()
    say(bob, 'one')
    say(ada, 'two')
    say(ada, 'three')
    await later(20)

    expect(messageShape(seat)).toEqual(['single', 'first', 'last'])
  })

  test('but not across midnight', async () => {
    const { clock, say, seat, later } = await open()
    await later(Date.UTC(2026, 10, 23, 23, 59) - clock.now())
    say(bob, 'late')
    await later(2 * minute)
    say(bob, 'early')
    await later(20)

    expect(shape(seat.view().rows).slice(-3)).toEqual([
      'Bob: late (single)',
      '2026-11-24',
      'Bob: early (single)',
    ])
  })

  test('but not with a deleted one', async () => {
    const { room, say, seat, later } = await open()
    say(bob, 'one')
    const gone = say(bob, 'gone')
    say(bob, 'three')
    room.remove(gone)
    await later(20)

    expect(messageShape(seat)).toEqual(['single', 'single', 'single'])
    expect(seat.row(gone)?.message.content).toBe('')
    expect(seat.row(gone)?.message.deletedAt).toBeTypeOf('string')
  })

  test('but a reply starts a new one', async () => {
    const { room, say, seat, later } = await open()
    const first = say(bob, 'one')
    room.post(bob.id, { id: 'reply', content: 'two', replyTo: first })
    say(bob, 'three')
    await later(20)

    expect(messageShape(seat)).toEqual(['single', 'first', 'last'])
  })

  test('but not across a notice', async () => {
    const { room, say, seat, later } = await open()
    say(bob, 'one')
    room.join(cyd)
    say(bob, 'two')
    await later(20)

    expect(shape(seat.view().rows).slice(-3)).toEqual([
      'Bob: one (single)',
      '+[Cyd] -[]',
      'Bob: two (single)',
    ])
  })

  test('but not across the unread line', async () => {
    const stage = createStage()
    stage.say(bob, 'one')
    stage.room.setCursor(ada.id, { readSeq: 1 })
    stage.say(bob, 'two')
    const seat = stage.sit(ada)
    await stage.clock.advance(100)

    expect(shape(seat.view().rows).slice(-3)).toEqual([
      'Bob: one (single)',
      '---',
      'Bob: two (single)',
    ])
  })

  test('with what is being sent', async () => {
    const { seat, later } = await open()
    seat.store.send('one')
    await later(100)
    seat.connection.cut()
    seat.store.send('two')

    expect(messageShape(seat)).toEqual(['first', 'last'])
  })
})

describe('notices', () => {
  test('of neighbours are one row, and of one person only the last counts', async () => {
    const { room, say, seat, later } = await open()
    say(bob, 'hello')
    room.join(cyd)
    room.join({ id: 'dan', name: 'Dan' })
    room.leave(cyd.id)
    await later(20)

    expect(shape(seat.view().rows).at(-1)).toBe('+[Dan] -[Cyd]')
  })

  test('stand where they happened, also when they were loaded', async () => {
    const stage = createStage({ members: [ada] })
    stage.say(ada, 'before')
    stage.room.join(bob)
    stage.say(ada, 'after')
    const seat = stage.sit(ada)
    await stage.clock.advance(100)

    expect(shape(seat.view().rows).slice(-3)).toEqual([
      'Ada: before (single)',
      '+[Bob] -[]',
      'Ada: after (single)',
    ])
  })

  test('keep their row when more of them come', async () => {
    const { room, say, seat, later } = await open()
    say(bob, 'hello')
    room.join(cyd)
    await later(20)
    const key = seat.view().rows.at(-1)?.key

    room.join({ id: 'dan', name: 'Dan' })
    await later(20)

    expect(seat.view().rows.at(-1)?.key).toBe(key)
  })
})

describe('days', () => {
  test('begin at midnight of the chosen zone', async () => {
    const { clock, server, room, say, later } = await open()
    await later(Date.UTC(2026, 10, 23, 22, 30) - clock.now())
    say(bob, 'late in London, midnight in Berlin')
    await later(45 * minute)
    say(bob, 'next day in Berlin')
    const { backend, realtime, environment } = server.connect(ada.id)
    const client = createChatClient({
      backend,
      realtime,
      environment,
      clock,
      timeZone: 'Europe/Berlin',
    })
    const store = client.room(room.id, { currentUser: ada })
    const release = store.retain()
    await later(100)
    release()

    const days = store.get().rows.flatMap((row) => (row.kind === 'date' ? [row.date] : []))
    expect(days).toEqual(['2026-11-23', '2026-11-24'])
    const initial = createSeedView({ currentUser: ada, initial: seedMessages(room) })().rows
    expect(initial.flatMap((row) => (row.kind === 'date' ? [row.date] : []))).toEqual([
      '2026-11-23',
    ])
  })

  test('begin elsewhere once the device is elsewhere', async () => {
    const { clock, server, room, say, later } = await open()
    await later(Date.UTC(2026, 10, 23, 22, 30) - clock.now())
    say(bob, 'the next day in Tokyo')
    const connection = server.connect(ada.id)
    const store = createChatClient({ ...connection, clock }).room(room.id, { currentUser: ada })
    const release = store.retain()
    await later(100)
    const days = () => store.get().rows.flatMap((row) => (row.kind === 'date' ? [row.date] : []))
    expect(days()).toEqual(['2026-11-23'])

    connection.environment.setTimeZone('Asia/Tokyo')

    expect(store.get().timeZone).toBe('Asia/Tokyo')
    expect(days().at(-1)).toBe('2026-11-24')
    release()
  })

  test('are not made of times that lie on none', () => {
    const stage = createStage()
    const times = ['2026-11-23T12:00:00Z', 'infinity', '-infinity', '294276-12-31T00:00:00+00', 'x']
    const seat = stage.sit(ada, {
      initial: times.map((createdAt, at) => ({
        id: `m${at}`,
        seq: at + 1,
        rev: at + 1,
        createdAt,
        roomId: stage.room.id,
        userId: bob.id,
        content: createdAt,
      })),
    })

    const { rows } = seat.view()

    expect(rows.filter(({ kind }) => kind === 'message')).toHaveLength(times.length)
    expect(rows.flatMap((row) => (row.kind === 'date' ? [row.date] : []))).toEqual(['2026-11-23'])
  })

  test('never give two rows one key, even if clocks disagree', () => {
    const stage = createStage()
    const at = (id: string, seq: number, createdAt: string): Message => ({
      id,
      seq,
      rev: seq,
      createdAt,
      roomId: stage.room.id,
      userId: bob.id,
      content: id,
    })
    const seat = stage.sit(ada, {
      initial: [
        at('a', 1, '2026-11-22T12:00:00Z'),
        at('b', 2, '2026-11-23T12:00:00Z'),
        at('c', 3, '2026-11-22T12:00:01Z'),
        at('d', 4, 'nonsense'),
      ],
    })

    const keys = seat.view().rows.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('a row keeps its reference', () => {
  test('when another message comes', async () => {
    const { say, seat, later } = await open()
    say(bob, 'one')
    say(ada, 'two')
    await later(20)
    const before = seat.view().rows

    say(bob, 'three')
    await later(20)

    expect(seat.view().rows.slice(0, before.length)).toEqual(before)
    seat
      .view()
      .rows.slice(0, before.length)
      .forEach((row, at) => {
        expect(row).toBe(before[at])
      })
  })

  test('when everything is loaded anew and nothing changed', async () => {
    const { say, seat, later } = await open()
    say(bob, 'one')
    await later(100)
    const before = seat.row('said-1')

    seat.store.reload()
    await later(1000)

    expect(seat.row('said-1')?.key).toBe(before?.key)
    expect(seat.row('said-1')?.author).toBe(before?.author)
  })

  test('unless its group changed', async () => {
    const { say, seat, later } = await open()
    say(bob, 'one')
    await later(20)
    const before = seat.row('said-1')

    say(bob, 'two')
    await later(20)

    expect(before?.group).toBe('single')
    expect(seat.row('said-1')?.group).toBe('first')
  })

  test('and the view as a whole, when nothing that is shown changed', async () => {
    const { room, say, seat, later } = await open()
    say(bob, 'one')
    await later(100)
    const before = seat.view()

    room.touch()
    await later(100)

    expect(seat.view()).toBe(before)
  })
})

describe('names', () => {
  test('come from the server, else from the app', async () => {
    const stage = createStage({ members: [ada, bob] })
    const seat = stage.sit(ada, {
      participants: [
        { id: bob.id, name: 'Robert' },
        { id: cyd.id, name: 'Cydney' },
      ],
      initial: [],
    })
    await stage.clock.advance(100)
    stage.say(bob, 'hello')
    await stage.clock.advance(20)
    expect(seat.messages()[0]?.author.name).toBe('Bob')

    stage.room.leave(bob.id)
    await stage.clock.advance(20)

    expect(seat.messages()[0]?.author.name).toBe('Bob')
    expect(seat.view().participants.map(({ name }) => name)).toEqual(['Ada'])
  })

  test('nobody knows are empty until the app tells them', () => {
    const stage = createStage()
    const message = { id: 'm', seq: 1, rev: 9, createdAt: '2026-11-23T12:00:00Z' }
    const seat = stage.sit(ada, {
      initial: [{ ...message, roomId: stage.room.id, userId: 'eve', content: 'hello' }],
    })
    expect(seat.messages()[0]?.author).toEqual({ id: 'eve', name: '' })

    seat.store.addParticipants([{ id: 'eve', name: 'Eve' }])

    expect(seat.messages()[0]?.author).toEqual({ id: 'eve', name: 'Eve' })
  })
})

test('people appear in the order they joined', async () => {
  const stage = createStage({ members: [bob] })
  await stage.clock.advance(1000)
  stage.room.join(ada)
  const seat = stage.sit(ada)
  await stage.clock.advance(1000)
  stage.room.join(cyd)
  await stage.clock.advance(100)

  expect(seat.view().participants.map(({ id }) => id)).toEqual(['bob', 'ada', 'cyd'])
})

test('a new name of the room is shown', async () => {
  const { room, seat, later } = await open()

  room.rename('Attic')
  await later(20)

  expect(seat.view().room?.name).toBe('Attic')
})
