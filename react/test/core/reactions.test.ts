import { describe, expect, test } from 'vitest'
import { permissionsOf, type MessagesPage, type StoredMessage } from '../../src/core/index.js'
import { emptyLog, takeEvent, type LogState } from '../../src/core/log/log-state.js'
import { takePage } from '../../src/core/log/page.js'
import { takeSnapshot } from '../../src/core/log/snapshot.js'
import { networkFailure, refusal } from '../../src/testing/index.js'
import {
  ada,
  bob,
  createStage,
  cyd,
  failing,
  losingFirstAnswer,
  mend,
  seedMessages,
  seedSnapshot,
  type Seat,
  type Stage,
  type StageOptions,
} from './harness.js'

async function open(
  options: StageOptions = {},
): Promise<{ readonly stage: Stage; readonly seat: Seat; readonly id: string }> {
  const stage = createStage({ members: [ada, bob, cyd], ...options })
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  const id = stage.say(bob, 'hello')
  await stage.clock.advance(100)
  return { stage, seat, id }
}

const pause = (stage: Stage) =>
  new Promise<void>((resolve) => {
    stage.clock.after(50, resolve)
  })

/** The reactions of a row: an emoji with who reacted, our own marked. */
const shown = (seat: Seat, id: string): readonly string[] =>
  seat
    .row(id)
    ?.reactions.map(
      ({ emoji, userIds, mine }) => `${emoji} ${userIds.join(' ')}${mine ? ' (mine)' : ''}`,
    ) ?? []

describe('reactions of others', () => {
  test('are counted by emoji, in the order the emoji were first used', async () => {
    const { stage, seat, id } = await open()

    stage.room.react(bob.id, id, '👍')
    stage.room.react(cyd.id, id, '🎉')
    stage.room.react(cyd.id, id, '👍')
    await stage.clock.advance(100)

    expect(seat.row(id)?.reactions).toEqual([
      { emoji: '👍', count: 2, userIds: ['bob', 'cyd'], people: [bob, cyd], mine: false },
      { emoji: '🎉', count: 1, userIds: ['cyd'], people: [cyd], mine: false },
    ])
    stage.room.unreact(bob.id, id, '👍')
    stage.room.unreact(cyd.id, id, '🎉')
    await stage.clock.advance(100)
    expect(shown(seat, id)).toEqual(['👍 cyd'])
  })

  test('leave every other row, and every other emoji, the object it was', async () => {
    const { stage, seat, id } = await open()
    const other = stage.say(cyd, 'another')
    stage.room.react(bob.id, id, '👍')
    await stage.clock.advance(100)
    const [row, rows] = [seat.row(id), seat.view().rows]
    const beside = seat.row(other)

    stage.room.react(cyd.id, id, '🎉')
    await stage.clock.advance(100)

    expect(seat.row(other)).toBe(beside)
    expect(seat.row(id)?.reactions[0]).toBe(row?.reactions[0])
    expect(seat.view().rows).not.toBe(rows)
    const after = seat.view().rows
    stage.room.touch()
    await stage.clock.advance(100)
    expect(seat.view().rows).toBe(after)
  })

  test('come with the snapshot and with older pages', async () => {
    const stage = createStage({ members: [ada, bob] })
    const first = stage.say(bob, 'first')
    for (let said = 0; said < 60; said += 1) {
      stage.say(bob, 'said')
    }
    const last = stage.say(bob, 'last')
    stage.room.react(bob.id, first, '👍')
    stage.room.react(ada.id, last, '😮')
    const seat = stage.sit(ada)
    await stage.clock.advance(100)
    expect(shown(seat, last)).toEqual(['😮 ada (mine)'])
    expect(seat.row(first)).toBeUndefined()

    await Promise.all([seat.store.loadOlder(), stage.clock.advance(100)])

    expect(shown(seat, first)).toEqual(['👍 bob'])
  })

  test('are absent, and still come, where the server does not tell them', async () => {
    const stage = createStage({ members: [ada, bob] })
    const id = stage.say(bob, 'hello')
    const { reactions, ...initial } = seedSnapshot(stage.room)

    const seat = stage.sit(ada, { initial })
    await stage.clock.advance(100)
    expect(reactions).toEqual([])
    expect(shown(seat, id)).toEqual([])
    stage.room.react(bob.id, id, '👍')
    await stage.clock.advance(100)

    expect(shown(seat, id)).toEqual(['👍 bob'])
  })

  test('are those of now where the app showed rows before', async () => {
    const stage = createStage({ members: [ada, bob] })
    const id = stage.say(bob, 'hello')
    const initial = seedMessages(stage.room)
    stage.room.react(bob.id, id, '👍')
    stage.room.react(bob.id, id, '🎉')
    stage.room.unreact(bob.id, id, '👍')

    const seat = stage.sit(ada, { initial })
    await stage.clock.advance(100)

    expect(shown(seat, id)).toEqual(['🎉 bob'])
  })

  test('are told also of rows of the app that the snapshot does not reach', async () => {
    const stage = createStage({ members: [ada, bob] })
    for (let said = 0; said < 199; said += 1) {
      stage.say(bob, 'said')
    }
    stage.room.react(bob.id, 'said-30', '👍')
    stage.room.react(bob.id, 'said-140', '👍')
    stage.say(bob, 'last')
    const initial = seedMessages(stage.room).slice(20)
    stage.room.edit('said-31', 'edited')
    const seat = stage.sit(ada, { initial })
    let pages = 0
    seat.connection.hooks.onAnswer = async (name) => {
      pages += name === 'page' ? 1 : 0
      if (name === 'page' && pages === 1) {
        // Neither is in the page that is on its way, and both are told before it comes.
        stage.room.react(ada.id, 'said-140', '🎉')
        stage.room.react(ada.id, 'said-31', '🎉')
        await pause(stage)
      }
    }

    await stage.clock.advance(1000)

    expect(shown(seat, 'said-30')).toEqual(['👍 bob'])
    expect(shown(seat, 'said-31')).toEqual(['🎉 ada (mine)'])
    expect(shown(seat, 'said-140')).toEqual(['👍 bob', '🎉 ada (mine)'])
    expect(seat.row('said-31')?.message.content).toBe('edited')
    expect(seat.messages().map(({ message }) => message.seq)).toEqual(
      stage.room.messages().map(({ seq }) => seq),
    )
    expect(pages).toBe(3)
    expect(seat.view()).toMatchObject({ hasOlder: false, loadingOlder: false })
  })

  test('of such rows that could not be loaded are asked for again', async () => {
    const stage = createStage({ members: [ada, bob] })
    for (let said = 0; said < 110; said += 1) {
      stage.say(bob, 'said')
    }
    stage.room.react(bob.id, 'said-3', '👍')
    stage.say(bob, 'last')
    const initial = seedMessages(stage.room)
    const seat = stage.sit(ada, { initial })
    const older = new Set<boolean>()
    seat.store.subscribe(() => older.add(seat.view().hasOlder))
    seat.connection.hooks.onAnswer = () => pause(stage)
    failing(seat, 'page', networkFailure)
    await stage.clock.advance(1000)
    expect(shown(seat, 'said-3')).toEqual([])

    mend(seat)
    await stage.clock.advance(20_000)

    expect(shown(seat, 'said-3')).toEqual(['👍 bob'])
    expect(seat.messages()).toHaveLength(111)
    expect([...older]).toEqual([false])
  })

  test('go with a message that is deleted', async () => {
    const { stage, seat, id } = await open()
    stage.room.react(bob.id, id, '👍')
    await stage.clock.advance(100)

    stage.room.remove(id)
    await stage.clock.advance(100)

    expect(shown(seat, id)).toEqual([])
  })

  test('go at once with a message that the reader deletes, and come back with it', async () => {
    const { stage, seat } = await open()
    const id = seat.store.send('mine')
    await stage.clock.advance(1000)
    stage.room.react(bob.id, id, '👍')
    await stage.clock.advance(100)
    failing(seat, 'delete', () => refusal(403, 'edit_time_over'))

    seat.store.delete(id)
    expect(shown(seat, id)).toEqual([])
    await stage.clock.advance(100)

    expect(shown(seat, id)).toEqual(['👍 bob'])
  })

  test('are gone when the database was restored to before them', async () => {
    const { stage, seat, id } = await open()
    stage.room.react(bob.id, id, '👍')
    await stage.clock.advance(100)
    expect(shown(seat, id)).toEqual(['👍 bob'])

    stage.room.restore(stage.room.head() - 1)
    stage.say(bob, 'after')
    await stage.clock.advance(1000)

    expect(shown(seat, id)).toEqual([])
  })
})

describe('a page and events', () => {
  const message = (seq: number): StoredMessage => ({
    id: `m${seq}`,
    roomId: 'r',
    userId: 'bob',
    content: 'hello',
    createdAt: '2026-11-23T12:00:00.000Z',
    seq,
    rev: seq,
  })
  const opened = takeSnapshot(emptyLog, {
    epoch: 'e1',
    rev: 9,
    room: { id: 'r', name: 'Room', visibility: 'private' },
    messages: [message(5)],
    hasOlder: true,
    participants: [],
    cursors: [],
    notices: [],
    reactions: [],
  })
  const page = (rev: number, userIds: readonly string[]): MessagesPage => ({
    messages: [message(4)],
    notices: [],
    hasOlder: true,
    hasNewer: true,
    reactions: [{ messageId: 'm4', emoji: '👍', userIds }],
    rev,
  })
  const reacts = (log: LogState, rev: number, user_id: string, kind = 'reaction-added') => {
    const data = { message_id: 'm4', user_id, emoji: '👍' }
    return takeEvent(log, { epoch: 'e1', rev, prev: rev - 1, kind, data, fetch: false })
  }
  const before = (beforeSeq: number) => ({ beforeSeq, limit: 50 })
  const users = (log: LogState) => log.content.reactions.get('m4')?.groups[0]?.userIds ?? []

  test('that came before it and are newer change what it tells', () => {
    const ahead = reacts(reacts(opened, 10, 'ada'), 11, 'bob', 'reaction-removed')

    expect(users(takePage(ahead, page(9, ['bob']), before(5)))).toEqual(['ada'])
  })

  test('that came before it and are older change nothing', () => {
    const ahead = reacts(reacts(opened, 10, 'ada'), 11, 'ada', 'reaction-removed')

    expect(users(takePage(ahead, page(11, ['bob']), before(5)))).toEqual(['bob'])
  })

  test('that come after it and are older change nothing, not even for a moment', () => {
    const paged = takePage(opened, page(11, ['bob']), before(5))

    const between = reacts(paged, 10, 'ada')
    expect(users(between)).toEqual(['bob'])
    expect(users(reacts(between, 11, 'ada', 'reaction-removed'))).toEqual(['bob'])
    expect(users(reacts({ ...between, rev: 11 }, 12, 'cyd'))).toEqual(['bob', 'cyd'])
  })

  test('of a deletion leave nothing of the reactions to the message', () => {
    const reacted = takePage(opened, page(9, ['bob']), before(5))
    const deleted = { ...message(4), deleted_at: '2026-11-23T12:00:00.000Z' }
    const data = [
      { ...deleted, room_id: 'r', user_id: 'bob', created_at: deleted.createdAt },
      deleted,
    ]

    for (const each of data) {
      const event = { epoch: 'e1', rev: 10, prev: 9, kind: 'message-deleted', fetch: false }
      const log = takeEvent(reacted, { ...event, data: each })
      expect(users(reacted)).toEqual(['bob'])
      expect(log.content.messages[0]?.deletedAt).toBeTypeOf('string')
      expect(log.content.reactions.has('m4')).toBe(false)
      expect(reacts(log, 11, 'ada').content.reactions.has('m4')).toBe(false)
    }
  })

  test('that cannot be read are fetched', () => {
    const event = { epoch: 'e1', rev: 10, prev: 9, kind: 'reaction-added', fetch: false }

    expect(takeEvent(opened, { ...event, data: { message_id: 'm5', emoji: 7 } }).wanted).toBe(10)
  })
})

describe('a reaction of ours', () => {
  test('is shown at once, stored, and then the log’s', async () => {
    const { stage, seat, id } = await open()

    seat.store.react(id, '👍')

    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    expect(seat.row(id)?.change).toBeUndefined()
    await stage.clock.advance(1000)
    expect(stage.room.reactions(stage.room.messages())).toEqual([
      { message_id: id, emoji: '👍', user_ids: ['ada'] },
    ])
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    stage.room.unreact(ada.id, id, '👍')
    await stage.clock.advance(1000)
    expect(shown(seat, id)).toEqual([])
  })

  test('stays shown between the answer and a late event', async () => {
    const { stage, seat, id } = await open()
    seat.connection.faults.drop = 1

    seat.store.react(id, '👍')
    await stage.clock.advance(1000)
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])

    seat.connection.faults.drop = 0
    stage.room.unreact(ada.id, id, '👍')
    await stage.clock.advance(2000)
    expect(shown(seat, id)).toEqual([])
  })

  test('turned on, off and on in a moment ends on, in order', async () => {
    const { stage, seat, id } = await open()
    const asked: string[] = []
    seat.connection.hooks.onRequest = (name) => {
      asked.push(name)
    }

    seat.store.toggleReaction(id, '👍')
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    seat.store.toggleReaction(id, '👍')
    expect(shown(seat, id)).toEqual([])
    seat.store.toggleReaction(id, '👍')
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    await stage.clock.advance(1000)

    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    expect(asked.filter((name) => name.endsWith('react'))).toEqual(['react', 'unreact', 'react'])
    expect(stage.room.reactions(stage.room.messages())).toHaveLength(1)
  })

  test('that the server refuses is undone, with the reason', async () => {
    const { stage, seat, id } = await open()
    failing(seat, 'react', () => refusal(409, 'too_many_reactions'))

    seat.store.react(id, '👍')
    await stage.clock.advance(100)

    expect(shown(seat, id)).toEqual([])
    expect(seat.row(id)?.change).toMatchObject({
      kind: 'react',
      status: 'failed',
      emoji: '👍',
      retryable: false,
      error: { hint: 'too_many_reactions' },
    })
    seat.store.discard(id)
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('that could not be taken back is back, and is taken back when asked again', async () => {
    const { stage, seat, id } = await open()
    seat.store.react(id, '👍')
    await stage.clock.advance(1000)
    failing(seat, 'unreact', networkFailure)

    seat.store.unreact(id, '👍')
    expect(shown(seat, id)).toEqual([])
    await stage.clock.advance(120_000)
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    expect(seat.row(id)?.change).toMatchObject({ kind: 'unreact', retryable: true })

    mend(seat)
    seat.store.retry(id)
    await stage.clock.advance(1000)
    expect(shown(seat, id)).toEqual([])
    expect(seat.row(id)?.change).toBeUndefined()
    expect(stage.room.reactions(stage.room.messages())).toEqual([])
  })

  test('waits while offline beside an edit of the message, and both are made', async () => {
    const { stage, seat } = await open()
    const id = seat.store.send('mine')
    await stage.clock.advance(1000)
    seat.connection.cut()
    seat.store.edit(id, 'changed')
    seat.store.react(id, '👍')
    seat.store.react(id, '🎉')
    seat.store.unreact(id, '🎉')
    expect(seat.row(id)?.change).toMatchObject({ kind: 'edit', status: 'queued' })

    seat.connection.restore()
    await stage.clock.advance(5000)

    expect(stage.room.messages().at(-1)?.content).toBe('changed')
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test.each([false, true])(
    'to a message that is still being sent follows it (ids by the database: %s)',
    async (numbersMessages) => {
      const { stage, seat } = await open({ numbersMessages })
      const id = seat.store.send('mine')

      seat.store.react(id, '👍')
      expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
      await stage.clock.advance(1000)

      expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
      expect(stage.room.reactions(stage.room.messages())).toHaveLength(1)
    },
  )

  test('whose answer is lost is made once', async () => {
    const { stage, seat, id } = await open()
    const before = stage.room.head()
    const lost = losingFirstAnswer(seat, 'react')

    seat.store.react(id, '👍')
    await stage.clock.advance(5000)

    expect(lost()).toBe(1)
    expect(stage.room.head()).toBe(before + 1)
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
  })

  test('that is there already, to an unknown or to a deleted message, is none', async () => {
    const { stage, seat, id } = await open()
    seat.store.react(id, '👍')
    await stage.clock.advance(1000)
    const asked: string[] = []
    seat.connection.hooks.onRequest = (name) => {
      asked.push(name)
    }

    seat.store.react(id, '👍')
    seat.store.unreact(id, '🎉')
    seat.store.react('nobody', '👍')
    stage.room.remove(id)
    await stage.clock.advance(100)
    seat.store.react(id, '🎉')
    await stage.clock.advance(100)

    expect(asked.filter((name) => name.endsWith('react'))).toEqual([])
  })

  test('to a message that is deleted meanwhile is forgotten', async () => {
    const { stage, seat, id } = await open()
    failing(seat, 'react', networkFailure)
    seat.store.react(id, '👍')

    stage.room.remove(id)
    await stage.clock.advance(60_000)

    expect(shown(seat, id)).toEqual([])
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('that only the log has to show yet does not keep a room that nobody holds', async () => {
    const { stage, seat, id } = await open()
    seat.connection.faults.drop = 1
    seat.store.react(id, '👍')
    await stage.clock.advance(100)

    seat.release()
    await stage.clock.advance(2000)

    expect(seat.client.inUse(stage.room.id, ada.id)).toBeUndefined()
  })

  test('is forgotten with the change that a restored database no longer has', async () => {
    const { stage, seat, id } = await open()
    stage.room.touch()
    await stage.clock.advance(100)
    seat.connection.faults.drop = 1
    seat.store.react(id, '👍')
    await stage.clock.advance(1000)
    expect(shown(seat, id)).toEqual(['👍 ada (mine)'])
    seat.connection.faults.drop = 0

    // Its log does not reach as far as the change that the reaction was.
    stage.room.restore(stage.room.head() - 2)
    stage.say(bob, 'after')
    await stage.clock.advance(1000)

    expect(seat.contents()).toEqual(['hello', 'after'])
    expect(shown(seat, id)).toEqual([])
  })
})

test('a member who may write may react, to messages that are there', async () => {
  const { stage, seat, id } = await open()
  const may = (): boolean | undefined => {
    const row = seat.row(id)
    return row && permissionsOf(seat.view(), row, stage.clock.now()).canReact
  }
  expect(may()).toBe(true)

  stage.room.mute(ada.id, Infinity)
  await stage.clock.advance(100)
  expect(may()).toBe(false)
  stage.room.mute(ada.id, -Infinity)
  await stage.clock.advance(100)
  expect(may()).toBe(true)
  stage.room.remove(id)
  await stage.clock.advance(100)

  expect(may()).toBe(false)
})
