import { describe, expect, test } from 'vitest'
import { permissionsOf } from '../../src/core/index.js'
import { networkFailure, refusal } from '../../src/testing/index.js'
import {
  ada,
  bob,
  createStage,
  failing,
  losingFirstAnswer,
  mend,
  type Seat,
  type Stage,
} from './harness.js'

interface Open {
  readonly stage: Stage
  /** Ada, who looks after the room. */
  readonly seat: Seat
  /** Of a message of Bob's. */
  readonly id: string
}

async function open(): Promise<Open> {
  const stage = createStage({ members: [] })
  stage.room.join(ada, 'moderator')
  stage.room.join(bob)
  const id = stage.say(bob, 'hello')
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { stage, seat, id }
}

const pinned = ({ room }: Stage) => room.pins().map(({ message_id }) => message_id)
const listed = (seat: Seat) => seat.view().pins.map(({ messageId }) => messageId)

describe('a pin', () => {
  test('is shown at once, asked for once, and listed when the server has it', async () => {
    const { stage, seat, id } = await open()

    seat.store.pin(id)
    seat.store.pin(id)
    expect(seat.row(id)?.pinned).toBe(true)
    expect(seat.row(id)?.change).toBeUndefined()
    expect(listed(seat)).toEqual([])
    await stage.clock.advance(1000)

    expect(pinned(stage)).toEqual([id])
    expect(seat.view().pins).toEqual([
      { messageId: id, userId: ada.id, pinnedAt: expect.any(String) as string },
    ])
    seat.store.unpin(id)
    expect(seat.row(id)?.pinned).toBe(false)
    await stage.clock.advance(1000)
    expect(pinned(stage)).toEqual([])
    expect(listed(seat)).toEqual([])
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('of others comes live, and with the snapshot, in the order in which they came', async () => {
    const { stage, seat, id } = await open()
    const second = stage.say(bob, 'two')
    stage.room.pin(ada.id, second)
    stage.room.pin(ada.id, id)
    await stage.clock.advance(100)
    const later = stage.sit(bob)
    await stage.clock.advance(100)

    for (const each of [seat, later]) {
      expect(listed(each)).toEqual([second, id])
      expect(each.row(second)?.pinned).toBe(true)
    }
    stage.room.unpin(ada.id, second)
    stage.room.pin(ada.id, second)
    await stage.clock.advance(100)
    expect(listed(later)).toEqual([id, second])
  })

  test('goes with its message, loaded or not', async () => {
    const { stage, seat, id } = await open()
    for (let count = 0; count < 120; count += 1) {
      stage.say(bob, 'more')
    }
    const old = stage.sit(bob)
    await stage.clock.advance(100)
    expect(old.row(id)).toBeUndefined()
    stage.room.pin(ada.id, id)
    await stage.clock.advance(100)
    expect(listed(old)).toEqual([id])

    stage.room.remove(id)
    await stage.clock.advance(100)

    expect(listed(old)).toEqual([])
    expect(seat.row(id)?.pinned).toBe(false)
  })

  test('that the server refuses is undone, with the reason', async () => {
    const { stage, seat, id } = await open()
    failing(seat, 'pin', () => refusal(422, 'too_many_pins'))

    seat.store.pin(id)
    await stage.clock.advance(100)

    expect(seat.row(id)).toMatchObject({
      pinned: false,
      change: { kind: 'pin', status: 'failed', retryable: false, error: { hint: 'too_many_pins' } },
    })
  })

  test('that could not be taken back is back, and is taken back when asked again', async () => {
    const { stage, seat, id } = await open()
    stage.room.pin(ada.id, id)
    await stage.clock.advance(100)
    failing(seat, 'unpin', networkFailure)

    seat.store.unpin(id)
    await stage.clock.advance(120_000)
    expect(seat.row(id)).toMatchObject({
      pinned: true,
      change: { kind: 'unpin', retryable: true },
    })
    mend(seat)
    seat.store.retry(id)
    await stage.clock.advance(1000)

    expect(pinned(stage)).toEqual([])
    expect(seat.row(id)?.pinned).toBe(false)
  })

  test('waits for an edit, is no rival of it, and is made once though its answer is lost', async () => {
    const { stage, seat } = await open()
    const id = seat.store.send('mine')
    await stage.clock.advance(1000)
    seat.connection.cut()
    seat.store.edit(id, 'changed')
    seat.store.react(id, '👍')
    seat.store.pin(id)
    losingFirstAnswer(seat, 'pin')
    seat.connection.restore()
    await stage.clock.advance(60_000)

    expect(seat.row(id)).toMatchObject({ message: { content: 'changed' }, pinned: true })
    expect(pinned(stage)).toEqual([id])
    const told = stage.room.changes(0, 1000).items.filter(({ kind }) => kind === 'message-pinned')
    expect(told).toHaveLength(1)
  })
})

test('a reaction of any text is no rival of a pin or of an edit', async () => {
  const { stage, seat } = await open()
  const id = seat.store.send('mine')
  await stage.clock.advance(1000)
  seat.connection.cut()
  seat.store.pin(id)
  seat.store.edit(id, 'changed')
  seat.store.react(id, 'pin')
  seat.store.react(id, 'message')
  seat.connection.restore()
  await stage.clock.advance(60_000)

  expect(pinned(stage)).toEqual([id])
  expect(seat.row(id)).toMatchObject({
    message: { content: 'changed' },
    pinned: true,
    reactions: [{ emoji: 'pin' }, { emoji: 'message' }],
  })
})

test('owners and moderators may pin what is there', async () => {
  const { stage, seat, id } = await open()
  const later = stage.sit(bob)
  await stage.clock.advance(100)
  const mayPin = (who: Seat) => {
    const row = who.row(id)
    return row && permissionsOf(who.view(), row, stage.clock.now()).canPin
  }

  expect([mayPin(seat), mayPin(later)]).toEqual([true, false])
  stage.room.remove(id)
  await stage.clock.advance(100)
  expect(mayPin(seat)).toBe(false)
})

test('the list has the messages with their authors, the last one pinned first', async () => {
  const { stage, seat, id } = await open()
  const second = stage.say(bob, 'two')
  stage.room.pin(ada.id, id)
  stage.room.pin(ada.id, second)

  const listing = seat.connection.backend.pinned(stage.room.id)
  await stage.clock.advance(100)

  expect(await listing).toMatchObject([
    {
      message: { id: second, content: 'two' },
      author: { id: bob.id, name: 'Bob' },
      userId: ada.id,
    },
    { message: { id, content: 'hello' }, author: { id: bob.id } },
  ])
})
