import { act, screen, within } from '@testing-library/react'
import axe from 'axe-core'
import { afterEach, expect, test, vi } from 'vitest'
import { isolate } from '../../src/index.js'
import { refusal } from '../../src/testing/index.js'
import { ada, bob, cyd } from '../core/harness.js'
import { openPage, type RoomPage } from './room-page.js'

afterEach(() => {
  vi.restoreAllMocks()
})

const [bobsName, cydsName] = [isolate('Bob'), isolate('Cyd')]

/** A room in which bob has said hello. */
function open(
  before?: (react: (userId: string, emoji: string) => void) => void,
): Promise<RoomPage> {
  return openPage({
    members: [ada, bob, cyd],
    before: ({ say, room }) => {
      const id = say(bob, 'hello')
      before?.((userId, emoji) => room.react(userId, id, emoji))
    },
  })
}

/** The chips of the message with their counts; those of our own marked. */
const chips = (page: RoomPage): readonly string[] =>
  within(page.message('hello'))
    .queryAllByRole('button', { name: /reacted/u })
    .map((chip) => `${chip.textContent}${chip.ariaPressed === 'true' ? ' mine' : ''}`)

const chip = (page: RoomPage, emoji: string): HTMLElement =>
  within(page.message('hello')).getByRole('button', { name: new RegExp(`^${emoji}`, 'u') })

const stored = (page: RoomPage) => page.room.reactions(page.room.messages())

async function openMenu(page: RoomPage): Promise<void> {
  await page.user.click(
    within(page.message('hello')).getByRole('button', { name: 'Message actions' }),
  )
}

test('chips say who reacted, count them, and add or take back one’s own', async () => {
  const page = await open((react) => {
    react(bob.id, '👍')
    react(cyd.id, '🎉')
    react(cyd.id, '👍')
  })
  expect(chips(page)).toEqual(['👍2', '🎉1'])
  expect(within(page.message('hello')).getByRole('group', { name: 'Reactions' })).toBeTruthy()
  const thumb = chip(page, '👍')
  expect(thumb.getAttribute('aria-label')).toBe(
    `👍 2, ${bobsName} and ${cydsName} reacted; press to react too`,
  )
  expect(thumb.title).toBe(thumb.getAttribute('aria-label'))

  await page.user.click(thumb)

  expect(chips(page)).toEqual(['👍3 mine', '🎉1'])
  expect(thumb.getAttribute('aria-label')).toBe(
    `👍 3, You, ${bobsName} and ${cydsName} reacted; press to take yours back`,
  )
  await page.pass(1000)
  expect(stored(page)[0]?.user_ids).toEqual(['bob', 'cyd', 'ada'])
  await page.user.click(thumb)
  await page.pass(1000)
  expect(chips(page)).toEqual(['👍2', '🎉1'])
  expect(stored(page)[0]?.user_ids).toEqual(['bob', 'cyd'])
})

test('of many who reacted, some are named', async () => {
  const many = Array.from({ length: 8 }, (_, at) => ({ id: `p${at}`, name: `Person ${at}` }))
  const page = await openPage({
    members: [ada, ...many],
    before: ({ say, room }) => {
      const id = say(ada, 'hello')
      many.forEach((person) => room.react(person.id, id, '👍'))
    },
  })

  const names = many.slice(0, 5).map(({ name }) => isolate(name))

  expect(chip(page, '👍').getAttribute('aria-label')).toBe(
    `👍 8, ${names.join(', ')} and 3 others reacted; press to react too`,
  )
})

test('a message without reactions, or that is deleted, has no chips', async () => {
  const page = await open((react) => {
    react(bob.id, '👍')
  })
  page.say(bob, 'plain')
  await page.pass(100)
  expect(within(page.message('plain')).queryByRole('group')).toBeNull()
  expect(within(page.message('hello')).getByRole('group')).toBeTruthy()

  page.room.remove(page.room.messages()[0]?.id ?? '')
  await page.pass(100)

  expect(within(page.message('This message was deleted')).queryByRole('group')).toBeNull()
})

test('the menu begins with a line of reactions, which arrows move in', async () => {
  const page = await open()
  const focused = () => document.activeElement?.getAttribute('aria-label')
  await openMenu(page)
  const line = screen.getAllByRole('menuitemcheckbox')
  expect(line.map(({ textContent }) => textContent)).toEqual(['👍', '❤️', '😂', '😮', '😢', '🎉'])
  expect(focused()).toBe('React with 👍')

  await page.user.keyboard('{ArrowLeft}')
  expect(focused()).toBe('React with 🎉')
  await page.user.keyboard('{ArrowRight}{ArrowRight}')
  expect(focused()).toBe('React with ❤️')
  await page.user.keyboard('{ArrowDown}')
  expect(document.activeElement?.textContent).toBe('Reply')
  await page.user.keyboard('{ArrowRight}')
  expect(document.activeElement?.textContent).toBe('Reply')
  await page.user.keyboard('{ArrowUp}')
  expect(focused()).toBe('React with 👍')
  await page.user.keyboard('{End}{Home}{ArrowRight}{Enter}')
  await page.pass(1000)

  expect(screen.queryByRole('menu')).toBeNull()
  expect(focused()).toBe('Message actions')
  expect(chips(page)).toEqual(['❤️1 mine'])
  await openMenu(page)
  const checked = screen.getAllByRole('menuitemcheckbox', { checked: true })
  expect(checked.map(({ textContent }) => textContent)).toEqual(['❤️'])
  await page.user.click(checked[0] ?? page.field())
  await page.pass(1000)
  expect(chips(page)).toEqual([])
})

test('right to left, the arrows lead the other way', async () => {
  const page = await open()
  // jsdom does not know that a direction is inherited.
  const sheet = document.head.appendChild(document.createElement('style'))
  sheet.textContent = '[role="menu"] { direction: rtl }'
  await openMenu(page)

  await page.user.keyboard('{ArrowLeft}{Enter}')
  sheet.remove()
  await page.pass(1000)

  expect(chips(page)).toEqual(['❤️1 mine'])
})

test('chips are reached by keyboard, and the last one leaves the focus with its message', async () => {
  const page = await open((react) => {
    react(ada.id, '👍')
  })
  act(() => {
    screen.getByRole('log').focus()
  })
  await page.user.keyboard('{ArrowUp}{Enter}{ArrowRight}')
  expect(document.activeElement).toBe(chip(page, '👍'))

  await page.user.keyboard('{Enter}')
  await page.pass(1000)

  expect(chips(page)).toEqual([])
  expect(document.activeElement).toBe(page.message('hello'))
})

test('a reaction that is refused is taken back and says why', async () => {
  const page = await open()
  page.connection.hooks.onRequest = (name) => {
    if (name === 'react') {
      throw refusal(409, 'too_many_reactions')
    }
  }
  await openMenu(page)
  await page.user.keyboard('{Enter}')
  expect(chips(page)).toEqual(['👍1 mine'])

  await page.pass(500)

  expect(chips(page)).toEqual([])
  expect(page.message('hello').textContent).toContain(
    'Reaction not added. There are too many different reactions to it.',
  )
  await page.user.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByText(/Reaction not added/u)).toBeNull()
})

test('who may not write sees the reactions and cannot add to them', async () => {
  const page = await open((react) => {
    react(bob.id, '👍')
  })

  page.room.mute(ada.id, Infinity)
  await page.pass(500)
  const thumb = chip(page, '👍')
  expect(thumb.getAttribute('aria-label')).toBe(`👍 1, ${bobsName} reacted`)
  await page.user.click(thumb)
  await openMenu(page)

  expect(screen.queryByRole('menuitemcheckbox')).toBeNull()
  expect(chips(page)).toEqual(['👍1'])
})

test('axe finds nothing in a message with reactions and its menu', async () => {
  const page = await open((react) => {
    react(bob.id, '👍')
    react(ada.id, '🎉')
  })
  await openMenu(page)
  expect(screen.getAllByRole('menuitemcheckbox')).toHaveLength(6)

  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })

  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
  ).toEqual([])
})
