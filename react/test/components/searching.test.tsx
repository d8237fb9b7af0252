import { configure, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
// Otherwise the first test waits until it is loaded.
import '../../src/components/search-panel.js'
import { ada, bob } from '../core/harness.js'
import { openPage, type RoomPage } from './room-page.js'

configure({ asyncUtilTimeout: 5000 })

/** A room in which a few things were said, its search open. */
async function open(texts: readonly string[] = ['An apple a day', 'Pears', 'apple **pie**']) {
  const page = await openPage({ members: [ada, bob] })
  for (const text of texts) {
    page.say(bob, text)
  }
  await page.pass(500)
  await page.user.click(screen.getByRole('button', { name: 'Search messages' }))
  const panel = await screen.findByRole('search')
  return { ...page, panel, field: () => within(panel).getByRole('searchbox') }
}

const panel = () => document.querySelector('.cr-search')
/** Found without their roles, which takes seconds among many. */
const results = () => [...document.querySelectorAll('.cr-search li')]

/** Types and waits until the answer is there. */
async function search(page: RoomPage, text: string): Promise<void> {
  await page.user.keyboard(text)
  await waitFor(async () => {
    await page.pass(20)
    expect(panel()?.textContent).toMatch(/\d\+? message|No messages found/)
  })
}

test('messages are found while one types, with what matches marked', async () => {
  const page = await open()
  expect(document.activeElement).toBe(page.field())
  expect(page.panel.textContent).toMatch(/quotation marks/)

  await search(page, 'appl')

  expect(results().map((one) => one.querySelector('.cr-found-text')?.textContent)).toEqual([
    'apple pie',
    'An apple a day',
  ])
  expect([...page.panel.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual([
    'apple',
    'apple',
  ])
  expect(within(page.panel).getByRole('status').textContent).toBe('2 messages')
  expect(results()[0]?.textContent).toMatch(/Bob/)
})

test('arrow keys go through what was found, and Enter goes there', async () => {
  const page = await open()
  await search(page, 'apple')

  await page.user.keyboard('{ArrowDown}{ArrowDown}')
  expect(results()[1]?.contains(document.activeElement)).toBe(true)
  await page.user.keyboard('{ArrowUp}{ArrowUp}')
  expect(document.activeElement).toBe(page.field())
  await page.user.keyboard('{ArrowDown}{End}{Enter}')
  await page.pass(500)

  const found = page.message('An apple a day')
  expect(found.closest('[data-highlighted]')).not.toBeNull()
})

test('Escape and the button close it, and the focus is where it was opened from', async () => {
  const page = await open()
  const button = screen.getByRole('button', { name: 'Search messages' })
  expect(button.getAttribute('aria-expanded')).toBe('true')

  await page.user.keyboard('{Escape}')
  expect(screen.queryByRole('search')).toBeNull()
  expect(document.activeElement).toBe(button)

  await page.user.click(button)
  await page.user.click(
    within(await screen.findByRole('search')).getByRole('button', { name: 'Close' }),
  )
  expect(screen.queryByRole('search')).toBeNull()
  expect(button.getAttribute('aria-expanded')).toBe('false')
})

test('only the last of what was typed is searched for', async () => {
  const page = await open()
  const asked: string[] = []
  page.connection.hooks.onRequest = (name) => {
    asked.push(name)
  }

  await search(page, 'apple')

  expect(asked).toEqual(['search'])
})

test('it says that nothing was found, or what went wrong, and tries again', async () => {
  const page = await open()
  await search(page, 'grape')
  expect(results()).toEqual([])
  expect(within(page.panel).getByRole('status').textContent).toBe('No messages found')

  page.connection.cut()
  await page.user.clear(page.field())
  await page.user.keyboard('apple')
  await waitFor(async () => {
    await page.pass(20)
    expect(within(page.panel).getByRole('alert').textContent).toMatch(
      /did not work.*cannot be reached/,
    )
  })

  page.connection.restore()
  await page.user.click(within(page.panel).getByRole('button', { name: 'Try again' }))
  await waitFor(async () => {
    await page.pass(20)
    expect(results()).toHaveLength(2)
  })
})

test('signs alone are nothing to look for', async () => {
  const page = await open()
  await page.user.keyboard('?!')
  await waitFor(async () => {
    await page.pass(20)
    expect(page.panel.textContent).toMatch(/quotation marks/)
  })
  expect(within(page.panel).queryByRole('alert')).toBeNull()
})

test('further pages follow', async () => {
  const page = await open(Array.from({ length: 25 }, (_, nth) => `apple ${nth + 1}`))
  const status = within(page.panel).getByRole('status')
  await search(page, 'apple')
  expect(results()).toHaveLength(20)
  expect(status.textContent).toBe('20+ messages')

  await page.user.click(within(page.panel).getByText('Show more'))
  await waitFor(async () => {
    await page.pass(20)
    expect(results()).toHaveLength(25)
  })
  expect(within(page.panel).queryByText('Show more')).toBeNull()
  expect(status.textContent).toBe('25 messages')
})
