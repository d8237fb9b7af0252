import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { refusal } from '../../src/testing/index.js'
import { ada, bob, type Stage } from '../core/harness.js'
import { openPage, type RoomPage } from './room-page.js'

/** A room in which bob has said hello, and which ada looks after as told. */
function open(role: 'moderator' | 'member'): Promise<RoomPage> {
  return openPage({
    members: [],
    before: ({ say, room }: Stage) => {
      room.join(ada, role)
      room.join(bob)
      say(bob, 'hello')
    },
  })
}

async function openMenu(page: RoomPage): Promise<void> {
  await page.user.click(
    within(page.message('hello')).getByRole('button', { name: 'Message actions' }),
  )
}

async function choose(page: RoomPage, name: string): Promise<void> {
  await openMenu(page)
  await page.user.click(screen.getByRole('menuitem', { name }))
}

const mark = (page: RoomPage) =>
  within(page.message('hello')).queryByRole('img', { name: 'Pinned' })

test('a moderator pins a message, which a mark shows, and takes the pin back', async () => {
  const page = await open('moderator')
  expect(mark(page)).toBeNull()

  await choose(page, 'Pin')
  expect(mark(page)).not.toBeNull()
  await page.pass(1000)
  expect(page.room.pins()).toHaveLength(1)

  await choose(page, 'Unpin')
  await page.pass(1000)
  expect(mark(page)).toBeNull()
  expect(page.room.pins()).toEqual([])
})

test('a member sees what is pinned and cannot pin', async () => {
  const page = await open('member')
  await openMenu(page)

  expect(screen.queryByRole('menuitem', { name: 'Reply' })).not.toBeNull()
  expect(screen.queryByRole('menuitem', { name: 'Pin' })).toBeNull()
})

test('a pin that is refused is taken back and says why', async () => {
  const page = await open('moderator')
  page.connection.hooks.onRequest = (name) => {
    if (name === 'pin') {
      throw refusal(422, 'too_many_pins')
    }
  }

  await choose(page, 'Pin')
  await page.pass(500)

  expect(mark(page)).toBeNull()
  expect(page.message('hello').textContent).toContain(
    'Not pinned. So many messages are pinned here already.',
  )
})
