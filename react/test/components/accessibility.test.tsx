import { act, screen, within } from '@testing-library/react'
import axe from 'axe-core'
import { afterEach, expect, test, vi } from 'vitest'
import { isolate } from '../../src/index.js'
import { ada, bob, cyd } from '../core/harness.js'
import { openPage } from './room-page.js'

afterEach(() => {
  vi.useRealTimers()
})

/** Rules broken on the page; colours are checked in a browser, which knows them. */
async function violations(): Promise<readonly string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

test('axe finds nothing in a full room', async () => {
  const page = await openPage({
    members: [ada, bob, cyd],
    before: ({ say, room }) => {
      say(bob, 'see https://example.com')
      say(ada, 'yes')
      room.setCursor(bob.id, { readSeq: 2, deliveredSeq: 2 })
    },
  })
  page.connection.faults.failRequest = 1
  await page.user.type(page.field(), 'lost{Enter}')
  await page.pass(120_000)
  expect(page.message('lost').dataset['status']).toBe('failed')
  await page.user.click(screen.getByRole('button', { name: /Show people/u }))

  expect(await violations()).toEqual([])
})

test('axe finds nothing in an empty room', async () => {
  await openPage()

  expect(await violations()).toEqual([])
})

test('the list is one tab stop with arrows inside', async () => {
  const page = await openPage({
    before: ({ say }) => {
      for (const text of ['one', 'two', 'three']) {
        say(bob, text)
      }
    },
  })
  const log = screen.getByRole('log')
  const stops = (): readonly Element[] => [
    ...(log.tabIndex === 0 ? [log] : []),
    ...log.querySelectorAll('[tabindex="0"], a:not([tabindex]), button:not([tabindex])'),
  ]
  expect(stops()).toEqual([log])
  act(() => {
    log.focus()
  })

  await page.user.keyboard('{ArrowUp}')
  expect(document.activeElement).toBe(page.message('three'))
  expect(stops()).toEqual([page.message('three')])
  await page.user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}')
  expect(document.activeElement).toBe(page.message('one'))
  await page.user.keyboard('{ArrowDown}')
  expect(document.activeElement).toBe(page.message('two'))
  await page.user.keyboard('{End}')
  expect(document.activeElement).toBe(page.message('three'))
  await page.user.keyboard('{Home}')
  expect(document.activeElement).toBe(page.message('one'))
  await page.user.keyboard('{PageDown}')
  expect(document.activeElement).toBe(page.message('three'))
  await page.user.keyboard('{Escape}')
  expect(document.activeElement).toBe(page.field())
  expect(stops()).toEqual([log])
})

test('Enter goes into a message, arrows move there, Escape comes out', async () => {
  const page = await openPage({
    before: ({ say }) => {
      say(bob, 'https://a.example and https://b.example')
    },
  })
  act(() => {
    screen.getByRole('log').focus()
  })
  const [first, second] = screen.getAllByRole('link')

  await page.user.keyboard('{ArrowUp}{Enter}')
  expect(document.activeElement).toBe(first)
  await page.user.keyboard('{ArrowRight}')
  expect(document.activeElement).toBe(second)
  await page.user.keyboard('{ArrowLeft}')
  expect(document.activeElement).toBe(first)
  await page.user.keyboard('{Escape}')

  expect(document.activeElement).toBe(page.articles()[0])
})

const spoken = (kind: 'polite' | 'assertive'): string =>
  document.querySelector(`[data-announcer="${kind}"]`)?.textContent ?? ''

const wait = (ms: number): void => {
  act(() => {
    vi.advanceTimersByTime(ms)
  })
}

test('new messages of others are spoken, history and own words are not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const page = await openPage({
    before: ({ say }) => {
      say(bob, 'old')
    },
  })
  wait(3000)
  expect(spoken('polite')).toBe('')

  page.say(ada, 'mine')
  await page.pass(50)
  wait(3000)
  expect(spoken('polite')).toBe('')
  page.say(bob, `hello ${'x'.repeat(200)}`)
  await page.pass(50)
  wait(1500)
  expect(spoken('polite')).toBe(`${isolate('Bob')}: ${isolate(`hello ${'x'.repeat(134)}`)}`)
  page.say(bob, 'one')
  page.say(bob, 'two')
  page.say(bob, 'three')
  await page.pass(50)
  wait(1500)

  expect(spoken('polite')).toBe('3 new messages')
})

test('the same words said again are spoken again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const page = await openPage()
  const region = document.querySelector('[data-announcer="polite"]')
  page.say(bob, 'ok')
  await page.pass(50)
  wait(1500)
  expect(spoken('polite')).toBe(`${isolate('Bob')}: ${isolate('ok')}`)
  const first = region?.firstElementChild

  page.say(bob, 'ok')
  await page.pass(50)
  wait(1500)

  expect(spoken('polite')).toBe(`${isolate('Bob')}: ${isolate('ok')}`)
  expect(region?.firstElementChild).not.toBe(first)
})

test('what is spoken of a long message ends with a whole character', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const page = await openPage()

  page.say(bob, `${'x'.repeat(139)}👩‍👩‍👧 and more`)
  await page.pass(50)
  wait(1500)

  expect(spoken('polite')).toBe(`${isolate('Bob')}: ${isolate(`${'x'.repeat(139)}👩‍👩‍👧`)}`)
})

test('a message that could not be sent interrupts', async () => {
  const page = await openPage()
  page.connection.hooks.onRequest = (name) => {
    if (name === 'send') {
      page.room.leave(ada.id)
    }
  }

  await page.user.type(page.field(), 'hello{Enter}')
  await page.pass(50)

  expect(spoken('assertive')).toBe('Message not sent. You are not a member of this room.')
})

test('a lost connection is spoken of after five seconds, and its return', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const page = await openPage()

  page.connection.cutLink()
  await page.pass(3000)
  wait(4000)
  expect(spoken('polite')).toBe('')
  wait(2000)
  expect(spoken('polite')).toBe('Connection lost')
  page.connection.restore()
  await page.pass(5000)

  expect(spoken('polite')).toBe('Connected again')
})

test('typing, times and ticks are not announced', async () => {
  const page = await openPage()
  const seat = page.sit(bob)
  await page.pass(100)

  seat.store.typing(true)
  await page.pass(50)

  const typing = screen.getByText(`${isolate('Bob')} is typing`)
  expect(
    typing.closest('[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"]'),
  ).toBeNull()
  expect(within(document.body).getAllByRole('status')).toHaveLength(1)
})
