import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { isolate } from '../../src/index.js'
import { ada, attentive, bob, createStage, cyd } from '../core/harness.js'
import { openPage, preparePage } from './room-page.js'
import { render } from '@testing-library/react'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('messages stand in a silent log, each an article named by author and time', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T18:00:00Z') })
  const page = await openPage({
    before: ({ say }) => {
      say(bob, 'one')
      say(ada, 'two')
    },
  })

  const log = screen.getByRole('log', { name: 'Messages' })
  expect(log.getAttribute('aria-live')).toBe('off')
  expect(page.articles().map((article) => article.getAttribute('aria-label'))).toEqual([
    'Bob, 12:00',
    'You, 12:00',
  ])
  expect(page.articles().map((article) => article.getAttribute('aria-posinset'))).toEqual([
    '1',
    '2',
  ])
  expect(page.articles()[0]?.getAttribute('aria-setsize')).toBe('2')
  expect(log.textContent).toContain('Today')
})

test('a message of somebody else appears by itself', async () => {
  const page = await openPage()

  page.say(bob, 'hello')
  await page.pass(50)

  expect(within(page.message('hello')).getByText('Bob')).toBeTruthy()
  expect(page.message('hello').dataset['own']).toBe('false')
})

test('Enter sends: the message shows at once and is confirmed', async () => {
  const page = await openPage()

  await page.user.type(page.field(), 'hello{Enter}')

  expect(within(page.message('hello')).getByText('Sending')).toBeTruthy()
  expect(page.field()).toHaveProperty('value', '')
  const shown = page.message('hello')
  await page.pass(50)
  expect(within(page.message('hello')).getByText('Sent')).toBeTruthy()
  expect(page.message('hello')).toBe(shown)
  expect(page.room.messages().map(({ content }) => content)).toEqual(['hello'])
})

test('a form that is submitted twice in one task sends once', async () => {
  const page = await openPage()
  await page.user.type(page.field(), 'hello')

  await act(async () => {
    fireEvent.keyDown(page.field(), { key: 'Enter' })
    fireEvent.keyDown(page.field(), { key: 'Enter' })
    await Promise.resolve()
  })
  await page.pass(100)

  expect(page.room.messages().map(({ content }) => content)).toEqual(['hello'])
})

test('Shift and Enter break the line', async () => {
  const page = await openPage()

  await page.user.type(page.field(), 'one{Shift>}{Enter}{/Shift}two')

  expect(page.field()).toHaveProperty('value', 'one\ntwo')
  expect(page.articles()).toHaveLength(0)
})

test('Enter that ends a composition sends nothing', async () => {
  const page = await openPage()
  await page.user.type(page.field(), 'にほん')

  fireEvent.keyDown(page.field(), { key: 'Enter', isComposing: true })
  fireEvent.keyDown(page.field(), { key: 'Enter', keyCode: 229 })

  expect(page.field()).toHaveProperty('value', 'にほん')
  expect(page.articles()).toHaveLength(0)
})

test('white space alone is not sent', async () => {
  const page = await openPage()

  await page.user.type(page.field(), '   {Enter}')

  expect(page.articles()).toHaveLength(0)
  expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true)
})

test.each(['\u200b\u200b', '\u2060\u00ad', '\u3164', '\u2800 \u2800', '\u202e'])(
  'a text of which nothing is seen is not sent: %j',
  async (text) => {
    const page = await openPage()

    fireEvent.change(page.field(), { target: { value: text } })
    await page.user.type(page.field(), '{Enter}')

    expect(page.articles()).toHaveLength(0)
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true)
  },
)

test('a text over 4,000 characters is counted and held back', async () => {
  const page = await openPage()
  const send = screen.getByRole('button', { name: 'Send' })

  fireEvent.change(page.field(), { target: { value: 'x'.repeat(3990) } })
  expect(screen.getByText('10 characters left')).toBeTruthy()
  expect(send).toHaveProperty('disabled', false)
  // 4,000 characters to the database, though 4,001 units to JavaScript.
  fireEvent.change(page.field(), { target: { value: `${'x'.repeat(3999)}🙂` } })
  expect(send).toHaveProperty('disabled', false)
  fireEvent.change(page.field(), { target: { value: 'x'.repeat(4002) } })

  expect(screen.getByText('2 characters too long')).toBeTruthy()
  expect(send).toHaveProperty('disabled', true)
})

test('a message the network loses for good can be sent again', async () => {
  const page = await openPage()
  page.connection.faults.failRequest = 1
  await page.user.type(page.field(), 'hello{Enter}')
  await page.pass(120_000)
  expect(page.message('hello').dataset['status']).toBe('failed')

  page.connection.faults.failRequest = 0
  await page.user.click(within(page.message('hello')).getByRole('button', { name: 'Try again' }))
  await page.pass(50)

  expect(page.message('hello').dataset['status']).toBe('sent')
  expect(page.room.messages()).toHaveLength(1)
})

test('a message the server refuses says why and can be deleted', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T12:00:00Z') })
  const page = await openPage()
  page.connection.hooks.onRequest = (name) => {
    if (name === 'send') {
      page.room.mute(ada.id, page.clock.now() + 60_000)
    }
  }
  await page.user.type(page.field(), 'hello{Enter}')
  await page.pass(50)
  const failed = page.message('hello')
  expect(within(failed).queryByRole('button', { name: 'Try again' })).toBeNull()
  expect(within(failed).getByText('You are muted until 12:01.')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toBe('Message not sent. You are muted until 12:01.')

  await page.user.click(within(failed).getByRole('button', { name: 'Delete' }))

  expect(page.articles()).toHaveLength(0)
})

test('ticks follow delivery and reading, and name the readers when pressed', async () => {
  const page = await openPage({ members: [ada, bob, cyd] })
  const [first, second] = [page.sit(bob), page.sit(cyd)]
  await page.user.type(page.field(), 'hello{Enter}')
  await page.pass(50)

  first.store.seen({ visible: true, focused: false, atEnd: true })
  second.store.seen({ visible: true, focused: false, atEnd: true })
  await page.pass(3000)
  expect(within(page.message('hello')).getByText('Delivered')).toBeTruthy()
  first.store.seen(attentive)
  await page.pass(5000)
  const tick = within(page.message('hello')).getByRole('button', {
    name: `Read by ${isolate('Bob')}`,
  })
  await page.user.click(tick)
  expect(within(screen.getByRole('tooltip')).getByText('Bob')).toBeTruthy()
  await page.user.keyboard('{Escape}')
  expect(screen.queryByRole('tooltip')).toBeNull()
  second.store.seen(attentive)
  await page.pass(5000)

  expect(within(page.message('hello')).getByText('Read by everyone')).toBeTruthy()
  expect(page.message('hello').dataset['status']).toBe('read')
})

test('older messages come when asked for, above the ones that are there', async () => {
  const page = await openPage({
    before: ({ say }) => {
      for (let i = 1; i <= 60; i++) {
        say(bob, `message ${i}`)
      }
    },
  })
  expect(page.articles()).toHaveLength(50)
  expect(page.articles()[0]?.getAttribute('aria-setsize')).toBe('-1')

  await page.user.click(screen.getByRole('button', { name: 'Show earlier messages' }))
  await page.pass(50)

  expect(page.articles()).toHaveLength(60)
  expect(page.articles()[0]?.textContent).toContain('message 1')
  expect(page.articles()[0]?.getAttribute('aria-setsize')).toBe('60')
  expect(screen.queryByRole('button', { name: 'Show earlier messages' })).toBeNull()
})

test('older messages that do not come can be asked for again', async () => {
  const page = await openPage({
    before: ({ say }) => {
      for (let i = 1; i <= 60; i++) {
        say(bob, `message ${i}`)
      }
    },
  })
  page.connection.faults.failRequest = 1
  await page.user.click(screen.getByRole('button', { name: 'Show earlier messages' }))
  await page.pass(60_000)
  expect(screen.getByText('Earlier messages could not be loaded.')).toBeTruthy()

  page.connection.faults.failRequest = 0
  await page.user.click(screen.getByRole('button', { name: 'Try again' }))
  await page.pass(1000)

  expect(page.articles()).toHaveLength(60)
})

test('edits and deletions show in place', async () => {
  let id = ''
  const page = await openPage({
    before: ({ say }) => {
      id = say(bob, 'helo')
    },
  })
  const shown = page.message('helo')

  page.room.edit(id, 'hello')
  await page.pass(50)
  expect(page.message('hello')).toBe(shown)
  expect(within(shown).getByText('edited')).toBeTruthy()
  page.room.remove(id)
  await page.pass(50)

  expect(within(shown).getByText('This message was deleted')).toBeTruthy()
  expect(shown.textContent).not.toContain('hello')
})

test('who came and who left is told among the messages', async () => {
  const page = await openPage()

  page.room.join(cyd)
  await page.pass(50)
  page.room.leave(bob.id)
  await page.pass(50)

  expect(screen.getByRole('log').textContent).toMatch(/Cyd\u2069 joined.*Bob\u2069 left/u)
})

test('a line stands above what came while the reader was away', async () => {
  const page = await openPage({
    before: ({ room, say }) => {
      say(bob, 'read')
      room.setCursor(ada.id, { readSeq: 1 })
      say(bob, 'not read')
    },
  })

  expect(screen.getByText('New messages')).toBeTruthy()
  expect(page.view.container.textContent).toMatch(/read.*New messages.*not read/u)
})

test('Escape in the list takes the line away', async () => {
  const page = await openPage({
    before: ({ room, say }) => {
      say(bob, 'read')
      room.setCursor(ada.id, { readSeq: 1 })
      say(bob, 'not read')
    },
  })
  act(() => {
    screen.getByRole('log').focus()
  })

  await page.user.keyboard('{Escape}')
  await page.pass(50)

  expect(screen.queryByText('New messages')).toBeNull()
  expect(document.activeElement).toBe(page.field())
})

test('markup in a message stays text, and only safe links become links', async () => {
  await openPage({
    before: ({ say }) => {
      say(bob, '<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/x')
    },
  })

  const links = screen.getAllByRole('link')
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://example.com/x'])
  expect(links[0]?.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc')
  expect(document.querySelector('img[src="x"]')).toBeNull()
  expect(screen.getByText(/<img src=x onerror=alert\(1\)>/u)).toBeTruthy()
})

test('an image address that is none shows initials instead', async () => {
  const page = await openPage({
    members: [ada, { ...bob, avatarUrl: 'https://example.com/bob.png' }],
    before: ({ say }) => {
      say(bob, 'hello')
    },
  })
  const picture = page.message('hello').querySelector('img')
  expect(picture?.getAttribute('src')).toBe('https://example.com/bob.png')

  fireEvent.error(picture ?? document.body)

  expect(page.message('hello').querySelector('img')).toBeNull()
  expect(
    page.message('hello').querySelector('[data-initials]')?.getAttribute('data-initials'),
  ).toBe('B')
})

test('a picture that is not there is asked for once, not by every row', async () => {
  const avatarUrl = 'https://example.com/gone.png'
  const page = await openPage({
    members: [ada, { ...bob, avatarUrl }, { ...cyd, avatarUrl }],
    before: ({ say }) => {
      say(bob, 'one')
      say(cyd, 'two')
    },
  })

  fireEvent.error(page.message('one').querySelector('img') ?? document.body)
  expect(page.message('two').querySelector('img')).toBeNull()
  page.say(ada, 'in between')
  page.say(bob, 'later')
  await page.pass(50)
  expect(page.message('later').querySelector('img')).toBeNull()

  fireEvent(window, new Event('online'))
  expect(page.message('later').querySelector('img')?.getAttribute('src')).toBe(avatarUrl)
})

test('of many readers some are named and all are counted', async () => {
  const crowd = Array.from({ length: 302 }, (_, n) => ({ id: `reader-${n}`, name: `Reader ${n}` }))
  const page = await openPage({
    members: [ada, ...crowd],
    before: ({ room, say }) => {
      say(ada, 'hello')
      for (const { id } of crowd.slice(1)) {
        room.setCursor(id, { readSeq: 1, deliveredSeq: 1 })
      }
    },
  })
  const tick = within(page.message('hello')).getByRole('button', { name: /and 293 others$/u })

  await page.user.click(tick)

  const tooltip = screen.getByRole('tooltip')
  expect(within(tooltip).getAllByText(/^Reader/u)).toHaveLength(8)
  expect(within(tooltip).getByText('301')).toBeTruthy()
  expect(within(tooltip).getByText('and 293 others')).toBeTruthy()
})

test('another room starts with its own messages and draft, and each draft waits', async () => {
  const page = preparePage(createStage())
  const other = page.server.createRoom({ id: 'other', name: 'Other', members: [ada, bob] })
  other.post(bob.id, { id: 'x', content: 'in the other room' })
  const view = render(page.element())
  await page.pass(100)
  await page.user.type(page.field(), 'draft')

  view.rerender(page.element({ roomId: 'other' }))
  await page.pass(100)

  expect(page.message('in the other room')).toBeTruthy()
  expect(page.field()).toHaveProperty('value', '')
  await page.pass(2000)
  expect(page.server.subscriptions(page.room.id)).toBe(0)

  view.rerender(page.element())
  await page.pass(100)
  expect(page.field()).toHaveProperty('value', 'draft')
  await page.user.type(page.field(), '{Enter}')
  expect(localStorage).toHaveLength(0)
})

test('a windowed list without any layout, as in app tests, still shows its rows', async () => {
  const observe = (): void => undefined
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = observe
      unobserve = observe
      disconnect = observe
    },
  )
  const page = await openPage({
    before: ({ say }) => {
      for (let i = 1; i <= 50; i++) {
        say(bob, `message ${i}`)
      }
    },
  })

  expect(screen.getByRole('log').dataset['windowed']).toBe('true')
  expect(page.articles().at(-1)?.textContent).toContain('message 50')
  expect(page.articles().length).toBeGreaterThan(8)
  expect(page.articles().at(-1)?.getAttribute('aria-posinset')).toBe('50')
})

test('two parts of a page that open one room together share its store', async () => {
  const stage = createStage()
  const page = preparePage(stage)
  const requests: string[] = []
  page.connection.hooks.onRequest = (name) => {
    requests.push(name)
  }

  render(
    <>
      {page.element()}
      {page.element()}
    </>,
  )
  await page.pass(100)
  act(() => {
    page.client.inUse(stage.room.id, ada.id)?.send('seen in both')
  })

  expect(requests.filter((name) => name === 'snapshot')).toHaveLength(1)
  expect(page.articles()).toHaveLength(2)
})

test('nobody reads in a room whose screen is gone, though its store lives on', async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  const page = await openPage()
  const store = page.client.room(page.room.id, { currentUser: ada })
  const release = store.retain()
  page.say(bob, 'seen')
  await page.pass(5000)
  expect(store.get().unreadCount).toBe(0)

  page.view.unmount()
  page.say(bob, 'not seen')
  await page.pass(5000)

  expect(store.get().unreadCount).toBe(1)
  release()
})
