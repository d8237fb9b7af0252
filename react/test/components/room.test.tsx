import { act, render, screen, within } from '@testing-library/react'
import { createRef } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { isolate, type ChatRoomHandle } from '../../src/index.js'
import { ada, bob, createStage, cyd } from '../core/harness.js'
import { openPage, preparePage } from './room-page.js'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a room waits, then shows that nothing was said yet', async () => {
  const page = preparePage(createStage())
  render(page.element())
  expect(screen.getByText('Loading messages')).toBeTruthy()
  expect(screen.queryByRole('log')).toBeNull()

  await page.pass(100)

  expect(screen.getByText('No messages yet')).toBeTruthy()
  expect(screen.queryByText('Loading messages')).toBeNull()
})

test('a room one may not enter says so', async () => {
  const page = preparePage(createStage({ members: [bob] }))
  render(page.element())

  await page.pass(60_000)

  const alerts = screen.getAllByRole('alert').map((alert) => alert.textContent)
  expect(alerts.join()).toContain('This room could not be opened')
  expect(alerts.join()).toContain('You are not a member of this room.')
})

test('a room that failed can be tried again', async () => {
  const stage = createStage({ members: [bob] })
  const page = preparePage(stage)
  render(page.element())
  await page.pass(60_000)

  stage.room.join(ada)
  await page.user.click(screen.getByRole('button', { name: 'Try again' }))
  await page.pass(5000)

  expect(screen.getByRole('log')).toBeTruthy()
})

test('the header names the room and who is there', async () => {
  const page = await openPage({ members: [ada, bob, cyd] })
  page.sit(bob)
  await page.pass(100)

  expect(screen.getByRole('heading', { name: 'Room' })).toBeTruthy()
  await page.user.click(screen.getByRole('button', { name: 'Show people, 2 online' }))

  const people = within(screen.getByRole('dialog', { name: 'People' })).getAllByRole('listitem')
  expect(people.map((person) => person.textContent)).toEqual([
    expect.stringMatching(/Ada \(You\).*online/u),
    expect.stringMatching(/Bob.*online/u),
    expect.stringMatching(/Cyd.*offline/u),
  ])
  await page.user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Show people, 2 online' }))
})

test('the people take the focus and the arrow keys, and give them back', async () => {
  const page = await openPage({ members: [ada, bob, cyd] })
  const opener = screen.getByRole('button', { name: /^Show people/u })
  act(() => {
    opener.focus()
  })

  await page.user.keyboard('{Enter}')
  const panel = screen.getByRole('dialog', { name: 'People' })
  expect(document.activeElement).toBe(panel)
  const people = within(panel).getAllByRole('listitem')
  await page.user.keyboard('{ArrowDown}{ArrowDown}')
  expect(document.activeElement).toBe(people[1])
  await page.user.keyboard('{End}{ArrowDown}')
  expect(document.activeElement).toBe(people[2])
  await page.user.keyboard('{Home}{ArrowUp}')
  expect(document.activeElement).toBe(people[0])
  await page.user.keyboard('{Escape}')
  expect(document.activeElement).toBe(opener)

  await page.user.keyboard('{Enter}')
  act(() => {
    page.field().focus()
  })
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(page.field())
})

test('names turn nothing round and stay on one line, wherever they stand', async () => {
  const trick = { id: 'trick', name: '\u202egnp.\u0000\nexe\u2066' }
  const nobody = { id: 'nobody', name: '\u200b\u3164' }
  const page = await openPage()
  page.room.join(trick)
  page.say(trick, 'hello')
  page.room.join(nobody)
  await page.pass(50)
  const seat = page.sit(trick)
  await page.pass(100)
  seat.store.typing(true)
  await page.pass(50)

  const isolated = '\u2068gnp. exe\u2069'
  expect(screen.getByText(`${isolated} is typing`)).toBeTruthy()
  expect(screen.getByRole('log').textContent).toContain(`${isolated} joined`)
  expect(screen.getByRole('log').textContent).toContain('\u2068Somebody\u2069 joined')
  expect(page.message('hello').getAttribute('aria-label')).toMatch(/^gnp\. exe, /u)
  const author = within(page.message('hello')).getByText('gnp. exe')
  expect(author.tagName).toBe('BDI')
  expect(author.closest('[dir="auto"]')).toBeNull()
})

test('somebody who types is named until they stop', async () => {
  const page = await openPage()
  const seat = page.sit(bob)
  await page.pass(100)

  seat.store.typing(true)
  await page.pass(50)
  expect(screen.getByText(`${isolate('Bob')} is typing`)).toBeTruthy()
  seat.store.typing(false)
  await page.pass(1000)

  expect(screen.queryByText(`${isolate('Bob')} is typing`)).toBeNull()
})

test('typing is told to the others and ends with sending', async () => {
  const page = await openPage()
  const seat = page.sit(bob)
  await page.pass(100)

  await page.user.type(page.field(), 'h')
  await page.pass(50)
  expect(seat.view().typing.map(({ id }) => id)).toEqual([ada.id])
  await page.user.type(page.field(), 'i{Enter}')
  await page.pass(1000)

  expect(seat.view().typing).toEqual([])
})

test('a lost connection shows until the room is level again', async () => {
  const page = await openPage()

  page.connection.cut()
  await page.pass(11_000)
  expect(screen.getByText(/You seem to be offline/u)).toBeTruthy()
  await page.user.type(page.field(), 'later{Enter}')
  await page.pass(50)
  expect(page.message('later').dataset['status']).toBe('queued')
  page.connection.restore()
  await page.pass(5000)

  expect(screen.queryByText(/You seem to be offline/u)).toBeNull()
  expect(page.message('later').dataset['status']).toBe('sent')
})

test('somebody who is muted reads but does not write, and sees until when', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T12:00:00Z') })
  await openPage({
    before: ({ room, clock }) => {
      room.mute(ada.id, clock.now() + 600_000)
    },
  })

  expect(screen.getByText('You are muted until 12:10.')).toBeTruthy()
  expect(screen.queryByRole('textbox')).toBeNull()
})

test("class, style, ref and other attributes go to the room's box", async () => {
  const ref = createRef<HTMLDivElement>()
  await openPage({
    props: { ref, className: 'mine', style: { blockSize: '20rem' }, id: 'chat', theme: 'dark' },
  })

  const box = screen.getByRole('region', { name: 'Room' })
  expect(ref.current).toBe(box)
  expect(box.className).toBe('cr-room mine')
  expect(box.id).toBe('chat')
  expect(box.style.blockSize).toBe('20rem')
  expect(box.dataset).toMatchObject({ theme: 'dark', phase: 'ready', connection: 'connected' })
})

test('words can be replaced and the header filled or left out', async () => {
  const page = await openPage({
    props: {
      labels: { send: 'Senden', placeholder: () => 'Nachricht' },
      headerStart: <a href="#/">back</a>,
      headerEnd: <button type="button">more</button>,
    },
  })
  expect(screen.getByRole('button', { name: 'Senden' })).toBeTruthy()
  expect(screen.getByPlaceholderText('Nachricht')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'back' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'more' })).toBeTruthy()

  page.view.rerender(page.element({ hideHeader: true }))

  expect(screen.queryByRole('heading')).toBeNull()
})

test('an app can put the cursor and a draft into the composer', async () => {
  const handle = createRef<ChatRoomHandle>()
  const page = await openPage({ props: { handleRef: handle } })

  await page.pass(0)
  handle.current?.focusComposer()

  expect(document.activeElement).toBe(page.field())
})

test('participants given by the app name authors the server has not named', async () => {
  const page = await openPage({
    before: ({ room, say }) => {
      room.join(cyd)
      say(cyd, 'hello')
      room.leave(cyd.id)
    },
    props: { participants: [{ id: cyd.id, name: 'Cydney' }] },
  })

  expect(page.message('hello').getAttribute('aria-label')).toMatch(/^Cyd/u)
})

test('a hundred rooms shown and taken away leave nothing behind', { timeout: 30_000 }, async () => {
  const open = new Map<string, number>()
  const count =
    (step: 1 | -1) =>
    (name: string): void => {
      // React listens to selection once for the whole document and never stops.
      if (name !== 'selectionchange') {
        open.set(name, (open.get(name) ?? 0) + step)
      }
    }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const page = preparePage(createStage())
  page.say(bob, 'hello')
  const before = page.clock.timers()
  for (const target of [window, document]) {
    vi.spyOn(target, 'addEventListener').mockImplementation(count(1))
    vi.spyOn(target, 'removeEventListener').mockImplementation(count(-1))
  }

  for (let i = 0; i < 100; i++) {
    const view = render(page.element())
    await page.pass(20)
    view.unmount()
  }
  await page.pass(20_000)

  expect([...open].filter(([, listeners]) => listeners !== 0)).toEqual([])
  expect(page.server.subscriptions(page.room.id)).toBe(0)
  expect(page.clock.timers()).toBe(before)
  vi.runOnlyPendingTimers()
  expect(vi.getTimerCount()).toBe(0)
})
