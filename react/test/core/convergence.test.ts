import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessageRow, Person, RoomSeed } from '../../src/core/index.js'
import type { WireReactions } from '../../src/core/wire/rows.js'
import { seededRandom } from '../../src/testing/index.js'
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
  | { readonly do: 'edit' | 'remove' | 'change' | 'delete'; readonly nth: number }
  | {
      readonly do: 'react' | 'unreact' | 'toggle'
      readonly nth: number
      readonly by: Person
      readonly emoji: string
    }
  | { readonly do: 'fail-over'; readonly changes: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'look' | 'turn-away' | 'older' | 'hide' | 'show' | 'burst' }

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
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fail-over' as const), changes: fc.nat(4) }),
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

function take(stage: Stage, seat: Seat, sent: string[], what: Step): Promise<void> | undefined {
  const { room, say } = stage
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
        change(message.id, 'changed')
      }
      return undefined
    }
    case 'change':
    case 'delete': {
      const own = seat.messages().filter((row) => row.own)
      const row = own.at(-1 - (what.nth % Math.max(1, own.length)))
      if (row !== undefined && what.do === 'change') {
        store.edit(row.key, `changed by its author, ${what.nth}`)
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
    case 'fail-over':
      failOver(stage, sent, what.changes)
      return undefined
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
          const stage = createStage({ random: seededRandom(seed), heads })
          const seat = stage.sit(ada, { initial: begin(stage, began) })
          const sent: string[] = []
          const wrong = watchOrder(seat)
          Object.assign(seat.connection.faults, mishaps)
          for (const what of steps) {
            await take(stage, seat, sent, what)
          }

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

          expect(wrong).toEqual([])
          expectLevel(stage, seat)
          expectNothingLost(stage, seat, sent)
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

const storedReactions = ({ message_id, emoji, user_ids }: WireReactions) =>
  `${message_id} ${emoji} ${user_ids.join(' ')}`

function expectLevel(stage: Stage, seat: Seat): void {
  const stored = seat.messages().filter(({ message }) => message.seq != null)
  const first = stored[0]?.message.seq ?? 1
  const expected = stage.room.messages().filter(({ seq }) => seq >= first)
  expect(
    stored.map(({ message: { id, seq, content, rev } }) => ({ id, seq, content, rev })),
  ).toEqual(expected.map(({ id, seq, content, rev }) => ({ id, seq, content, rev })))
  expect(stored.flatMap(shownReactions).sort()).toEqual(
    stage.room.reactions(expected).map(storedReactions).sort(),
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
