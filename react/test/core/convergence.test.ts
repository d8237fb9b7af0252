import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessageRow, Person, Quote, RoomSeed } from '../../src/core/index.js'
import type { WireReactions } from '../../src/core/wire/rows.js'
import { createTestDevice, seededRandom, type Faults } from '../../src/testing/index.js'
import {
  ada,
  attentive,
  away,
  bob,
  createStage,
  cyd,
  seedMessages,
  seedSnapshot,
  type Seat,
  type Stage,
} from './harness.js'

type Step =
  | { readonly do: 'say' | 'touch' | 'send' | 'cut' | 'cut-link' | 'restore' | 'come' | 'go' }
  | { readonly do: 'crash' }
  | { readonly do: 'edit' | 'remove' | 'change' | 'delete'; readonly nth: number }
  | {
      readonly do: 'react' | 'unreact' | 'toggle'
      readonly nth: number
      readonly by: Person
      readonly emoji: string
    }
  | { readonly do: 'pin' | 'unpin'; readonly nth: number; readonly by: 'the reader' | 'another' }
  | { readonly do: 'fail-over'; readonly changes: number }
  | { readonly do: 'around' | 'reply'; readonly nth: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'look' | 'turn-away' | 'older' | 'newer' | 'latest' | 'hide' | 'show' | 'burst' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.integer({ min: 0, max: 4000 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('edit' as const, 'remove' as const, 'change' as const, 'delete' as const),
      nth: fc.nat(60),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('react' as const, 'unreact' as const, 'toggle' as const),
      // Few messages, so that reactions meet, and some of a page that is on its way.
      nth: fc.oneof(fc.nat(3), fc.integer({ min: 40, max: 110 })),
      by: fc.constantFrom(ada, bob, cyd),
      emoji: fc.constantFrom('👍', '❤️', '🎉'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('pin' as const, 'unpin' as const),
      nth: fc.oneof(fc.nat(2), fc.integer({ min: 40, max: 110 })),
      by: fc.constantFrom('the reader' as const, 'another' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fail-over' as const), changes: fc.nat(4) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('around' as const, 'reply' as const),
      nth: fc.nat(200),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'touch' as const,
        'cut' as const,
        'cut-link' as const,
        'restore' as const,
        'come' as const,
        'go' as const,
        'look' as const,
        'turn-away' as const,
        'older' as const,
        'newer' as const,
        'latest' as const,
        'hide' as const,
        'show' as const,
        'burst' as const,
      ),
    }),
  },
)

/** How many messages there are when the reader comes, and what of them their app passes. */
interface Beginning {
  readonly said: number
  readonly pass: 'nothing' | 'rows' | 'snapshot'
}

const beginning: fc.Arbitrary<Beginning> = fc.record({
  said: fc.constantFrom(0, 3, 70, 130),
  pass: fc.constantFrom('nothing', 'rows', 'snapshot'),
})

/** Returns what an app knew of a room a while before the reader came. */
function begin({ room, say }: Stage, { said, pass }: Beginning): RoomSeed['initial'] {
  for (let count = 0; count < said; count += 1) {
    const id = say(bob, 'before')
    if (count % 3 === 0) {
      room.react(ada.id, id, '👍')
    }
  }
  const [rows, snapshot] = [seedMessages(room), seedSnapshot(room)]
  for (const { id, seq } of rows) {
    if (seq % 4 === 0) {
      room.react(bob.id, id, '🎉')
    } else if (seq % 10 === 1) {
      room.unreact(ada.id, id, '👍')
    }
  }
  say(bob, 'since')
  return pass === 'nothing' ? undefined : pass === 'rows' ? rows : snapshot
}

const faults = fc.record({
  drop: fc.double({ min: 0, max: 0.6, noNaN: true }),
  repeat: fc.double({ min: 0, max: 0.6, noNaN: true }),
  delay: fc.integer({ min: 0, max: 3000 }),
  failRequest: fc.double({ min: 0, max: 0.4, noNaN: true }),
  loseAnswer: fc.double({ min: 0, max: 0.4, noNaN: true }),
  requestDelay: fc.integer({ min: 0, max: 5000 }),
})

/** Ada, whose tab may crash: then she sits in front of another one at the same device. */
interface Reader {
  readonly seat: () => Seat
  readonly crash: () => void
  /** The renderings of all her tabs that were wrong. */
  readonly wrong: () => readonly (readonly string[])[]
}

function createReader(
  stage: Stage,
  initial: RoomSeed['initial'],
  mishaps: Partial<Faults>,
): Reader {
  const device = createTestDevice()
  const wrong: (readonly (readonly string[])[])[] = []
  const open = (seed: Partial<RoomSeed>) => {
    const tab = device.openTab()
    const seat = stage.sit(ada, seed, tab)
    wrong.push(watchOrder(seat))
    return { tab, seat }
  }
  let now = open({ initial })
  Object.assign(now.seat.connection.faults, mishaps)
  return {
    seat: () => now.seat,
    crash: () => {
      const { faults } = now.seat.connection
      now.tab.crash()
      now.seat.connection.cut()
      now = open({})
      Object.assign(now.seat.connection.faults, faults)
    },
    wrong: () => wrong.flat(),
  }
}

/** What an edit makes of a message: nothing that another one does. */
function createEdits(): (by: string) => string {
  let count = 0
  return (by) => {
    count += 1
    return `edit ${count}, by ${by}`
  }
}

function take(
  stage: Stage,
  reader: Reader,
  sent: string[],
  edited: (by: string) => string,
  what: Step,
): Promise<void> | undefined {
  const { room, say } = stage
  const seat = reader.seat()
  const { connection, store } = seat
  switch (what.do) {
    case 'say':
      say(bob, 'said')
      return undefined
    case 'burst':
      for (let count = 0; count < 70; count += 1) {
        say(bob, 'burst')
      }
      return undefined
    case 'send':
      sent.push(store.send('sent'))
      return undefined
    case 'edit':
    case 'remove': {
      const message = room.messages().at(-1 - (what.nth % Math.max(1, room.messages().length)))
      if (message !== undefined) {
        const change = what.do === 'edit' ? room.edit : room.remove
        change(message.id, edited('the server'))
      }
      return undefined
    }
    case 'change':
    case 'delete': {
      const own = seat.messages().filter((row) => row.own)
      const row = own.at(-1 - (what.nth % Math.max(1, own.length)))
      if (row !== undefined && what.do === 'change') {
        store.edit(row.key, edited('its author'))
      } else if (row !== undefined) {
        store.delete(row.key)
      }
      return undefined
    }
    case 'react':
    case 'unreact': {
      const message = room.messages().at(-1 - (what.nth % Math.max(1, room.messages().length)))
      if (message?.deleted_at === undefined && message && room.isMember(what.by.id)) {
        room[what.do](what.by.id, message.id, what.emoji)
      }
      return undefined
    }
    case 'toggle': {
      const rows = seat.messages()
      const row = rows.at(-1 - (what.nth % Math.max(1, rows.length)))
      if (row !== undefined) {
        store.toggleReaction(row.key, what.emoji)
      }
      return undefined
    }
    case 'pin':
    case 'unpin': {
      const rows = what.by === 'another' ? room.messages() : seat.messages()
      const one = rows.at(-1 - (what.nth % Math.max(1, rows.length)))
      if (one !== undefined && 'key' in one) {
        store[what.do](one.key)
      } else if (one?.deleted_at === undefined && one) {
        room[what.do](bob.id, one.id)
      }
      return undefined
    }
    case 'fail-over':
      failOver(stage, sent, what.changes)
      return undefined
    case 'crash':
      // What was written in the same moment is not on the device yet.
      return stage.clock.advance(0).then(reader.crash)
    case 'touch':
      room.touch()
      return undefined
    case 'come':
      room.join(cyd)
      return undefined
    case 'go':
      room.leave(cyd.id)
      return undefined
    case 'cut':
      connection.cut()
      return undefined
    case 'cut-link':
      connection.cutLink()
      return undefined
    case 'restore':
      connection.restore()
      return undefined
    case 'look':
      store.seen(attentive)
      return undefined
    case 'turn-away':
      store.seen(away)
      return undefined
    case 'hide':
    case 'show':
      connection.environment.setVisible(what.do === 'show')
      return undefined
    case 'older':
      store.loadOlder().catch(() => undefined)
      return undefined
    case 'newer':
      store.loadNewer().catch(() => undefined)
      return undefined
    case 'latest':
      store.latest()
      return undefined
    case 'reply': {
      const message = room.messages().at(-1 - (what.nth % Math.max(1, room.messages().length)))
      if (message !== undefined) {
        const id = `reply-${room.head()}`
        room.post(bob.id, { id, content: 'an answer', replyTo: message.id })
      }
      return undefined
    }
    case 'around': {
      const message = room.messages().at(-1 - (what.nth % Math.max(1, room.messages().length)))
      store.around(message?.id ?? 'none').catch(() => undefined)
      return undefined
    }
    case 'wait':
      return stage.clock.advance(what.ms)
    default:
      return what satisfies never
  }
}

/** Loses the last changes with the old primary; nobody can be held to messages that were stored in them. */
function failOver({ room }: Stage, sent: string[], changes: number): void {
  const stored = new Set(room.messages().map(({ id }) => id))
  room.restore(Math.max(0, room.head() - changes))
  const kept = new Set(room.messages().map(({ id }) => id))
  const binding = sent.filter((id) => !stored.has(id) || kept.has(id))
  sent.splice(0, sent.length, ...binding)
}

/** Returns the renderings, filled as they come, that show a message twice or out of order. */
function watchOrder(seat: Seat): readonly (readonly string[])[] {
  const wrong: string[][] = []
  seat.store.subscribe(() => {
    const keys = seat.messages().map(({ key }) => key)
    const places = seat.messages().map(({ message }) => message.seq ?? Infinity)
    const rising = places.every((place, at) => at === 0 || (places[at - 1] ?? 0) <= place)
    if (new Set(keys).size !== keys.length || !rising) {
      wrong.push(keys)
    }
  })
  return wrong
}

describe('after any loss, repetition, reordering and late replies', () => {
  test('the view is what the server holds and nothing written is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        faults,
        fc.integer(),
        fc.boolean(),
        beginning,
        async (steps, mishaps, seed, heads, began) => {
          const stage = createStage({ random: seededRandom(seed), heads, members: [] })
          stage.room.join(ada, 'moderator')
          stage.room.join(bob, 'moderator')
          const reader = createReader(stage, begin(stage, began), mishaps)
          const sent: string[] = []
          const edited = createEdits()
          for (const what of steps) {
            await take(stage, reader, sent, edited, what)
          }

          const seat = reader.seat()
          Object.assign(seat.connection.faults, {
            drop: 0,
            repeat: 0,
            delay: 0,
            failRequest: 0,
            loseAnswer: 0,
            requestDelay: 0,
          })
          seat.connection.restore()
          seat.connection.environment.setVisible(true)
          await stage.clock.advance(120_000)

          expect(reader.wrong()).toEqual([])
          expectLevel(stage, seat)
          seat.store.latest()
          expectLevel(stage, seat)
          expect(seat.view().hasNewer).toBe(false)
          expectNothingLost(stage, seat, sent)
          expectNothingTwice(stage)
          expect(seat.view().connection).toBe('connected')
        },
      ),
      { numRuns: 150 },
    )
  }, 30_000)

  test('the reader is at the head within seconds even if every live event was lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.integer(), async (count, seed) => {
        const stage = createStage({ random: seededRandom(seed), heads: true })
        const seat = stage.sit(ada)
        await stage.clock.advance(1000)
        seat.connection.faults.drop = 1
        for (let said = 0; said < count; said += 1) {
          stage.say(bob, 'lost')
        }
        await stage.clock.advance(500)
        seat.connection.faults.drop = 0

        await stage.clock.advance(5000)

        expectLevel(stage, seat)
      }),
      { numRuns: 30 },
    )
  })
})

const shownReactions = ({ message, reactions }: MessageRow) =>
  reactions.map(({ emoji, userIds }) => `${message.id} ${emoji} ${userIds.join(' ')}`)

const shownQuote = ({ id, message, isGone }: Quote) =>
  isGone ? `${id} is gone` : `${id} ${message?.content ?? 'is not known'}`

function storedQuote({ room }: Stage, id: string): string {
  const message = room.messages().find((each) => each.id === id)
  return message === undefined ? `${id} is gone` : `${id} ${message.content}`
}

const storedReactions = ({ message_id, emoji, user_ids }: WireReactions) =>
  `${message_id} ${emoji} ${user_ids.join(' ')}`

function expectLevel(stage: Stage, seat: Seat): void {
  const stored = seat.messages().filter(({ message }) => message.seq != null)
  const first = stored[0]?.message.seq ?? 1
  const last = seat.view().hasNewer ? (stored.at(-1)?.message.seq ?? 0) : Infinity
  const expected = stage.room.messages().filter(({ seq }) => seq >= first && seq <= last)
  expect(
    stored.map(({ message: { id, seq, content, rev } }) => ({ id, seq, content, rev })),
  ).toEqual(expected.map(({ id, seq, content, rev }) => ({ id, seq, content, rev })))
  expect(stored.flatMap(({ quote }) => quote ?? []).map(shownQuote)).toEqual(
    expected.flatMap(({ deleted_at, reply_to }) =>
      deleted_at == null && reply_to != null ? storedQuote(stage, reply_to) : [],
    ),
  )
  expect(stored.flatMap(shownReactions).sort()).toEqual(
    stage.room.reactions(expected).map(storedReactions).sort(),
  )
  const pins = stage.room.pins().map(({ message_id }) => message_id)
  expect(
    seat
      .view()
      .pins.map(({ messageId }) => messageId)
      .sort(),
  ).toEqual([...pins].sort())
  expect(stored.filter(({ pinned }) => pinned).map(({ message }) => message.id)).toEqual(
    expected.filter(({ id }) => pins.includes(id)).map(({ id }) => id),
  )
  expect(seat.view().hasOlder).toBe(first > 1)
  expect(
    seat
      .view()
      .participants.map(({ id }) => id)
      .sort(),
  ).toEqual([ada, bob, cyd].map(({ id }) => id).filter(stage.room.isMember))
}

function expectNothingLost(stage: Stage, seat: Seat, sent: readonly string[]): void {
  const stored = new Set(stage.room.messages().map(({ id }) => id))
  for (const id of sent) {
    expect(stored.has(id) || seat.row(id)?.status === 'failed').toBe(true)
  }
  for (const { key, status, change } of seat.messages()) {
    expect(change?.status === 'sending' || change?.status === 'queued').toBe(false)
    expect(status === 'sending' || status === 'queued').toBe(false)
    expect(status === 'failed' && stored.has(key)).toBe(false)
  }
}

/** Every edit has a text of its own, so one that was made twice is in the log twice. */
function expectNothingTwice({ room }: Stage): void {
  const texts = room
    .changes(0, 100_000)
    .items.filter(({ kind }) => kind === 'message-updated')
    .map(({ data }) =>
      JSON.stringify([(data as { id: string }).id, (data as { content: string }).content]),
    )
  expect(texts).toHaveLength(new Set(texts).size)
}
