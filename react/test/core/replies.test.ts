import { expect, test } from 'vitest'
import { ada, bob, createStage, seedMessages } from './harness.js'

/** A room with so many messages and a reply to the one at a place, of which the newest 50 are loaded. */
async function open(count: number, to: number) {
  const stage = createStage()
  const ids = Array.from({ length: count }, (_, nth) => stage.say(bob, `text ${nth + 1}`))
  const idAt = (seq: number) => ids[seq - 1] ?? 'none'
  const reply = (id: string, replyTo: string) => {
    stage.room.post(ada.id, { id, content: 'an answer', replyTo })
  }
  reply('reply', idAt(to))
  const seat = stage.sit(ada)
  await stage.clock.advance(100)
  return { ...stage, seat, idAt, reply, quote: (id = 'reply') => seat.row(id)?.quote }
}

test('a reply shows what it answers, and whose it is', async () => {
  const { quote } = await open(5, 3)

  expect(quote()).toMatchObject({
    message: { content: 'text 3' },
    author: bob,
    own: false,
    isGone: false,
  })
})

test('what is answered is told with the page, however far back it stands', async () => {
  const { quote, connection, idAt, clock, seat } = await open(300, 3).then((opened) => ({
    ...opened,
    connection: opened.seat.connection,
  }))
  const asked: string[] = []
  connection.hooks.onRequest = (name) => {
    asked.push(name)
  }
  await clock.advance(1000)

  expect(quote()).toMatchObject({ id: idAt(3), message: { content: 'text 3' } })
  expect(asked).not.toContain('page')
  expect(seat.messages()).toHaveLength(50)
})

test('what a new reply answers is loaded when nobody told it', async () => {
  const { reply, quote, idAt, clock } = await open(300, 3)

  reply('late', idAt(7))
  await clock.advance(0)
  expect(quote('late')).toEqual({ id: idAt(7), own: false, isGone: false })
  await clock.advance(1000)

  expect(quote('late')).toMatchObject({ message: { content: 'text 7' } })
})

test('what the replies among an app’s own rows answer is loaded', async () => {
  const stage = createStage()
  const ids = Array.from({ length: 100 }, (_, nth) => stage.say(bob, `text ${nth + 1}`))
  stage.room.post(ada.id, { id: 'reply', content: 'an answer', replyTo: ids[0] ?? 'none' })
  const rows = seedMessages(stage.room).slice(-1)
  const seat = stage.sit(ada, { initial: rows })
  expect(seat.row('reply')?.quote).toMatchObject({ isGone: false })
  await stage.clock.advance(1000)

  expect(seat.row('reply')?.quote).toMatchObject({ message: { content: 'text 1' } })
})

test.each([
  ['near', 40, 20],
  ['far back', 300, 3],
])('a quote of a message that is %s follows its edits and its deletion', async (_, count, to) => {
  const { room, idAt, clock, quote } = await open(count, to)

  room.edit(idAt(to), 'another text')
  await clock.advance(1000)
  expect(quote()?.message?.content).toBe('another text')
  room.remove(idAt(to))
  await clock.advance(1000)

  expect(quote()?.message).toMatchObject({ content: '' })
  expect(quote()?.message?.deletedAt).toBeDefined()
})

test('an edit that comes while the quoted message is loaded is not lost', async () => {
  const { seat, room, reply, idAt, clock, quote } = await open(300, 3)
  seat.connection.faults.requestDelay = 4000
  reply('late', idAt(7))
  await clock.advance(100)
  room.edit(idAt(7), 'another text')
  await clock.advance(20_000)

  expect(quote('late')?.message?.content).toBe('another text')
})

test('a quoted message that is not in the room is gone', async () => {
  const { reply, quote, clock, seat } = await open(5, 3)

  reply('late', 'none')
  await clock.advance(1000)

  expect(quote('late')).toEqual({ id: 'none', own: false, isGone: true })
  expect(seat.view().phase).toBe('ready')
})

test('a quoted message that cannot be loaded is asked for again', async () => {
  const { seat, reply, idAt, clock, quote } = await open(300, 3)
  seat.connection.faults.failRequest = 1
  reply('late', idAt(7))
  await clock.advance(1000)
  seat.connection.faults.failRequest = 0
  await clock.advance(20_000)

  expect(quote('late')).toMatchObject({ message: { content: 'text 7' } })
})

test('one’s own reply shows what it answers at once', async () => {
  const { seat, idAt } = await open(5, 3)

  const id = seat.store.send('mine', { replyTo: idAt(2) })

  expect(seat.row(id)?.quote).toMatchObject({ message: { content: 'text 2' } })
})

test('a reply that is deleted quotes nothing', async () => {
  const { room, clock, quote } = await open(5, 3)

  room.remove('reply')
  await clock.advance(100)

  expect(quote()).toBeUndefined()
})
