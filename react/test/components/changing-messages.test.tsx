import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { refusal } from '../../src/testing/index.js'
import { ada, bob } from '../core/harness.js'
import { openPage, type RoomPage } from './room-page.js'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A room in which ada has said one thing and bob another. */
async function open(): Promise<RoomPage> {
  const page = await openPage({ members: [ada, bob] })
  page.say(ada, 'of ada')
  page.say(bob, 'of bob')
  await page.pass(500)
  return page
}

const items = (): readonly (string | null)[] =>
  screen.getAllByRole('menuitem').map(({ textContent }) => textContent)

async function openMenu(page: RoomPage, text: string): Promise<void> {
  await page.user.click(within(page.message(text)).getByRole('button', { name: 'Message actions' }))
}

test('a message is edited from its menu', async () => {
  const page = await open()
  await openMenu(page, 'of ada')
  expect(items()).toEqual(['Reply', 'Edit', 'Copy text', 'Delete'])

  await page.user.click(screen.getByRole('menuitem', { name: 'Edit' }))
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Edit message' })
  expect(field.value).toBe('of ada')
  expect(document.activeElement).toBe(field)
  await page.user.type(field, ', changed')
  await page.user.click(screen.getByRole('button', { name: 'Save' }))
  await page.pass(1000)

  expect(page.message('of ada, changed').textContent).toContain('edited')
  expect(page.room.messages()[0]?.content).toBe('of ada, changed')
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value).toBe('')
})

test('Arrow Up in an empty field edits the last message of one’s own, and Escape keeps the draft', async () => {
  const page = await open()
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
  await page.user.type(field, '{ArrowUp}')
  expect(field.value).toBe('of ada')

  await page.user.type(field, '!{Escape}')
  await page.pass(1000)

  expect(field.value).toBe('')
  expect(page.room.messages()[0]?.content).toBe('of ada')
})

test('a message of another may only be copied, unless one looks after the room', async () => {
  const page = await open()

  await openMenu(page, 'of bob')

  expect(items()).toEqual(['Reply', 'Copy text'])
})

test('a deletion is asked about, and can be kept from by keyboard', async () => {
  const page = await open()
  await openMenu(page, 'of ada')
  await page.user.keyboard('{End}{Enter}')
  expect(items()).toEqual(['Delete for everyone', 'Keep it'])
  await page.user.keyboard('{ArrowDown}{Enter}')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(page.message('of ada')).toBeTruthy()

  await openMenu(page, 'of ada')
  await page.user.keyboard('{End}{Enter}{Enter}')
  await page.pass(1000)

  expect(screen.getByText('This message was deleted')).toBeTruthy()
  expect(page.room.messages()[0]?.content).toBe('')
})

test('Escape closes the menu and gives the focus back', async () => {
  const page = await open()
  await openMenu(page, 'of ada')

  await page.user.keyboard('{Escape}')

  expect(screen.queryByRole('menu')).toBeNull()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Message actions')
})

test('an edit that is refused says why, and can be dismissed', async () => {
  const page = await open()
  page.connection.hooks.onRequest = (name) => {
    if (name === 'edit') {
      throw refusal(403, 'edit_time_over')
    }
  }

  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
  await page.user.type(field, '{ArrowUp} late{Enter}')
  await page.pass(500)

  expect(page.message('of ada').textContent).toContain('Not changed. The time for that is over.')
  await page.user.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByText(/Not changed/u)).toBeNull()
})

test('pressing Enter twice in one task saves an edit once, and does not send the waiting draft', async () => {
  const page = await open()
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
  await page.user.type(field, 'the draft')
  await openMenu(page, 'of ada')
  await page.user.click(screen.getByRole('menuitem', { name: 'Edit' }))
  await page.user.type(field, '!')

  act(() => {
    fireEvent.keyDown(field, { key: 'Enter' })
    fireEvent.keyDown(field, { key: 'Enter' })
  })
  await page.pass(1000)

  expect(page.room.messages().map(({ content }) => content)).toEqual(['of ada!', 'of bob'])
  expect(field.value).toBe('the draft')
})

test('pressing Enter twice in one task sends a message once', async () => {
  const page = await open()
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
  await page.user.type(field, 'once')

  act(() => {
    fireEvent.keyDown(field, { key: 'Enter' })
    fireEvent.keyDown(field, { key: 'Enter' })
  })
  await page.pass(1000)

  expect(page.room.messages().map(({ content }) => content)).toEqual(['of ada', 'of bob', 'once'])
})
