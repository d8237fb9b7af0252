import { act, screen, within } from '@testing-library/react'
import { createRef } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import type { ChatRoomHandle, ChatRoomProps } from '../../src/index.js'
import { ada, bob } from '../core/harness.js'
import { openPage, type RoomPage } from './room-page.js'

afterEach(() => {
  vi.restoreAllMocks()
})

const linkTo = (id: string): string => `https://chat.example/#${id}`

/** A room in which bob has asked something. */
const open = (props: Partial<ChatRoomProps>): Promise<RoomPage> =>
  openPage({
    members: [ada, bob],
    before: ({ room }) => {
      room.post(bob.id, { id: 'asked', content: 'Tea or coffee?' })
    },
    props,
  })

const menuButton = (page: RoomPage, text: string): HTMLElement | null =>
  within(page.message(text)).queryByRole('button', { name: 'Message actions' })

/** Opens the menu of what bob asked. */
async function openMenu(page: RoomPage): Promise<void> {
  await page.user.click(
    within(page.message('Tea or coffee?')).getByRole('button', { name: 'Message actions' }),
  )
}

const spoken = (): string | null | undefined =>
  document.querySelector('[data-announcer="polite"]')?.textContent

test('the link to a message is copied from its menu, and the room says so', async () => {
  const page = await open({ linkTo })
  await openMenu(page)

  await page.user.click(screen.getByRole('menuitem', { name: 'Copy link' }))

  expect(await navigator.clipboard.readText()).toBe('https://chat.example/#asked')
  expect(spoken()).toBe('Copied')
  expect(document.activeElement).toBe(menuButton(page, 'Tea or coffee?'))
})

test('an address that the app makes anew is the one that is copied', async () => {
  const page = await open({ linkTo })
  await openMenu(page)

  page.view.rerender(page.element({ linkTo: (id) => `https://moved.example/#${id}` }))
  await page.user.click(screen.getByRole('menuitem', { name: 'Copy link' }))

  expect(await navigator.clipboard.readText()).toBe('https://moved.example/#asked')
})

test('where the clipboard refuses, the room does not say that it was copied', async () => {
  const page = await open({ linkTo })
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'))
  await openMenu(page)

  await page.user.click(screen.getByRole('menuitem', { name: 'Copy link' }))

  expect(spoken()).toBe('')
})

test('an app without addresses of messages has no links to copy', async () => {
  const page = await open({})

  await openMenu(page)

  expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual([
    'Reply',
    'Copy text',
  ])
})

test('a message has a link once it is stored, and none when it is deleted', async () => {
  const page = await open({ linkTo })
  page.connection.cut()
  await page.user.type(page.field(), 'Coffee{Enter}')
  await page.pass(500)
  expect(menuButton(page, 'Coffee')).toBeNull()

  page.connection.restore()
  await page.pass(5000)
  await page.user.click(menuButton(page, 'Coffee') ?? page.field())
  expect(screen.getByRole('menuitem', { name: 'Copy link' })).toBeTruthy()

  page.room.remove(page.room.messages()[1]?.id ?? '')
  await page.pass(500)
  expect(screen.queryByRole('menuitem')).toBeNull()
  expect(menuButton(page, 'This message was deleted')).toBeNull()
})

test('a room that opens at a message gives it the focus, not the composer', async () => {
  const handleRef = createRef<ChatRoomHandle>()
  const opening = open({ handleRef, autoFocus: true })
  await act(() => handleRef.current?.scrollToMessage('asked'))
  const page = await opening

  expect(document.activeElement).toBe(page.message('Tea or coffee?'))
})
