import { describe, expect, test } from 'vitest'
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
  type StageOptions,
} from './harness.js'

async function open(
  options: StageOptions = {},
): Promise<{ readonly stage: Stage; readonly seat: Seat; readonly id: string }> {
  const stage = createStage(options)
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  const id = seat.store.send('before')
  await stage.clock.advance(1000)
  return { stage, seat, id }
}

describe('an edit', () => {
  test('is shown at once and then stored', async () => {
    const { stage, seat, id } = await open()

    seat.store.edit(id, 'after')

    expect(seat.row(id)).toMatchObject({
      message: { content: 'after', editedAt: expect.any(String) as string },
      change: { kind: 'edit', status: 'sending', content: 'after' },
      status: 'sent',
    })
    await stage.clock.advance(1000)
    expect(stage.room.messages()[0]).toMatchObject({ content: 'after' })
    expect(seat.row(id)?.message.content).toBe('after')
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('keeps its row the same object while nothing else happens to it', async () => {
    const { stage, seat, id } = await open()
    failing(seat, 'edit', networkFailure)
    seat.store.edit(id, 'after')
    const row = seat.row(id)

    stage.say(bob, 'something else')
    await stage.clock.advance(200)

    expect(seat.contents()).toEqual(['after', 'something else'])
    expect({ ...seat.row(id), group: 'any' }).toEqual({ ...row, group: 'any' })
    expect(seat.row(id)?.message).toBe(row?.message)
    expect(seat.row(id)?.change).toBe(row?.change)
  })

  test('that the server refuses is undone, with the reason and the text', async () => {
    const { stage, seat, id } = await open()
    failing(seat, 'edit', () => refusal(403, 'edit_time_over'))

    seat.store.edit(id, 'too late')
    await stage.clock.advance(100)

    expect(seat.row(id)).toMatchObject({
      message: { content: 'before' },
      change: { kind: 'edit', status: 'failed', content: 'too late', retryable: false },
    })
    expect(seat.row(id)?.change?.error?.hint).toBe('edit_time_over')

    seat.store.discard(id)
    expect(seat.row(id)?.change).toBeUndefined()
    expect(seat.contents()).toEqual(['before'])
  })

  test('is tried again by itself, and then when asked to', async () => {
    const { stage, seat, id } = await open()
    failing(seat, 'edit', networkFailure)
    seat.store.edit(id, 'after')
    await stage.clock.advance(120_000)
    expect(seat.row(id)?.change).toMatchObject({ status: 'failed', retryable: true })

    mend(seat)
    seat.store.retry(id)
    await stage.clock.advance(1000)

    expect(stage.room.messages()[0]?.content).toBe('after')
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('waits while offline, and only the last of several is sent', async () => {
    const { stage, seat, id } = await open()
    const edits: string[] = []
    seat.connection.cut()
    seat.store.edit(id, 'one')
    seat.store.edit(id, 'two')
    expect(seat.row(id)?.change).toMatchObject({ status: 'queued', content: 'two' })
    failing(seat, 'edit', () => {
      edits.push('edit')
      return undefined
    })

    seat.connection.restore()
    await stage.clock.advance(5000)

    expect(stage.room.messages()[0]?.content).toBe('two')
    expect(edits).toHaveLength(1)
  })

  test.each([false, true])(
    'of a message that is still being sent follows it (ids by the database: %s)',
    async (numbersMessages) => {
      const stage = createStage({ numbersMessages })
      const seat = stage.sit(ada)
      await stage.clock.advance(100)
      const id = seat.store.send('before')

      seat.store.edit(id, 'after')

      expect(seat.row(id)).toMatchObject({ status: 'sending', message: { content: 'after' } })
      await stage.clock.advance(1000)
      expect(stage.room.messages().map(({ content }) => content)).toEqual(['after'])
      expect(seat.contents()).toEqual(['after'])
    },
  )

  test('of a message that could not be sent waits until it is', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', networkFailure)
    const id = seat.store.send('unsent')
    seat.store.edit(id, 'changed')
    await stage.clock.advance(120_000)
    expect(seat.row(id)?.status).toBe('failed')

    mend(seat)
    seat.store.retry(id)
    await stage.clock.advance(1000)

    expect(stage.room.messages().at(-1)?.content).toBe('changed')
  })

  test('goes with a message that is given up', async () => {
    const { stage, seat } = await open()
    failing(seat, 'send', () => refusal(403, 'muted'))
    const id = seat.store.send('unsent')
    seat.store.edit(id, 'changed')
    await stage.clock.advance(1000)

    seat.store.discard(id)
    await stage.clock.advance(1000)

    expect(seat.contents()).toEqual(['before'])
    expect(stage.room.messages()).toHaveLength(1)
  })

  test('of a message that somebody deletes meanwhile is forgotten', async () => {
    const { stage, seat, id } = await open()
    failing(seat, 'edit', networkFailure)
    seat.store.edit(id, 'after')
    stage.room.remove(id)
    await stage.clock.advance(1000)

    expect(seat.row(id)?.message).toMatchObject({
      content: '',
      deletedAt: expect.any(String) as string,
    })
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('whose answer is lost is made once', async () => {
    const { stage, seat, id } = await open()
    const before = stage.room.head()
    const lost = losingFirstAnswer(seat, 'edit')

    seat.store.edit(id, 'after')
    await stage.clock.advance(5000)

    expect(lost()).toBe(1)
    expect(stage.room.head()).toBe(before + 1)
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('to the text there is, of an unknown or of a deleted message, is none', async () => {
    const { stage, seat, id } = await open()
    const before = stage.room.head()

    seat.store.edit(id, 'before')
    seat.store.edit('nobody', 'after')
    seat.store.delete(id)
    await stage.clock.advance(1000)
    seat.store.edit(id, 'after')
    await stage.clock.advance(1000)

    expect(stage.room.head()).toBe(before + 1)
  })
})

describe('a deletion', () => {
  test('is shown at once and then stored', async () => {
    const { stage, seat, id } = await open()

    seat.store.delete(id)

    expect(seat.row(id)).toMatchObject({
      message: { content: '', deletedAt: expect.any(String) as string },
      change: { kind: 'delete', status: 'sending' },
    })
    await stage.clock.advance(1000)
    expect(stage.room.messages()[0]).toMatchObject({ content: '' })
    expect(seat.row(id)?.change).toBeUndefined()
  })

  test('that the server refuses brings the message back, with the reason', async () => {
    const { stage, seat } = await open()
    const id = stage.say(bob, 'of bob')
    await stage.clock.advance(100)

    seat.store.delete(id)
    await stage.clock.advance(100)

    expect(seat.row(id)).toMatchObject({
      message: { content: 'of bob' },
      change: { kind: 'delete', status: 'failed', retryable: false },
    })
  })

  test('replaces an edit that waits', async () => {
    const { stage, seat, id } = await open()
    const before = stage.room.head()
    seat.connection.cut()
    seat.store.edit(id, 'after')
    seat.store.delete(id)

    seat.connection.restore()
    await stage.clock.advance(5000)

    expect(stage.room.head()).toBe(before + 1)
    expect(stage.room.messages()[0]?.content).toBe('')
  })
})

test('changes are made in the order they were asked for, among messages', async () => {
  const { stage, seat, id } = await open()
  const asked: string[] = []
  seat.connection.hooks.onRequest = (name) => {
    asked.push(name)
  }

  seat.store.edit(id, 'after')
  seat.store.send('next')
  seat.store.delete(id)
  await stage.clock.advance(1000)

  expect(asked.filter((name) => ['send', 'edit', 'delete'].includes(name))).toEqual([
    'edit',
    'send',
    'delete',
  ])
})
