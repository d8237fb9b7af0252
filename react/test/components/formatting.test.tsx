import { act, fireEvent, screen } from '@testing-library/react'
import axe from 'axe-core'
import { afterEach, expect, test, vi } from 'vitest'
import { isFewEmoji } from '../../src/components/few-emoji.js'
import { isolate } from '../../src/index.js'
import { ada, bob } from '../core/harness.js'
import { openPage, type RoomPage } from './room-page.js'

afterEach(() => {
  vi.useRealTimers()
  setClipboard(undefined)
})

/** Gives the page a clipboard, or takes it away. */
function setClipboard(value: object | undefined): void {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value })
}

const openWith = (...texts: readonly string[]): Promise<RoomPage> =>
  openPage({
    before: ({ say }) => {
      for (const text of texts) {
        say(bob, text)
      }
    },
  })

const shown = (page: RoomPage, at = 0): Element | null | undefined =>
  page.articles()[at]?.querySelector('.cr-text')

/** The elements of a message, each with its text, without those of nothing but layout. */
const elementsOf = (text: Element | null | undefined): readonly string[] =>
  [...(text?.querySelectorAll('strong, em, del, code, pre, blockquote, ul, ol, li, a') ?? [])].map(
    (element) => `${element.localName}: ${element.textContent}`,
  )

test('marks become elements', async () => {
  const page = await openWith(
    '**bold** *italic* ~~gone~~ `code` [link](https://example.com/)',
    '> quote\n- one\n  - two\n\n3. three\n4. four\n```ts\nlet a\n```',
  )

  expect(elementsOf(shown(page))).toEqual([
    'strong: bold',
    'em: italic',
    'del: gone',
    'code: code',
    'a: link',
  ])
  expect(shown(page)?.textContent).toBe('bold italic gone code link')
  expect(elementsOf(shown(page, 1))).toEqual([
    'blockquote: quote',
    'ul: onetwo',
    'li: onetwo',
    'ul: two',
    'li: two',
    'ol: threefour',
    'li: three',
    'li: four',
    'pre: let a',
    'code: let a',
  ])
  expect([...document.querySelectorAll('ol li')].map((li) => li.getAttribute('value'))).toEqual([
    '3',
    '4',
  ])
})

test('a text without marks is a text, its line breaks as typed', async () => {
  const page = await openWith('one\n\n  two <b>three</b> 2 * 3 * 4')

  expect(shown(page)?.childElementCount).toBe(0)
  expect(shown(page)?.textContent).toBe('one\n\n  two <b>three</b> 2 * 3 * 4')
})

test('a link with words of its own shows where it leads, and turns nothing around it', async () => {
  await openWith('see [\u202ewords](https://example.com/x) and https://example.com/y')

  const [named, bare] = screen.getAllByRole('link')
  expect(named?.getAttribute('href')).toBe('https://example.com/x')
  expect(named?.title).toBe('https://example.com/x')
  expect(named?.getAttribute('dir')).toBe('auto')
  expect(bare?.getAttribute('dir')).toBe('ltr')
  for (const link of [named, bare]) {
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc')
    expect(link?.tabIndex).toBe(-1)
  }
})

test('code runs from left to right, other parts as their own text does', async () => {
  await openWith('> اقتباس\n- بند\n`a`\n```\nb\n```\nنص')

  const directions = ['.cr-quote', '.cr-list-block', '.cr-code', '.cr-code-block', '.cr-paragraph']
  expect(directions.map((part) => document.querySelector(part)?.getAttribute('dir'))).toEqual([
    'auto',
    'auto',
    'ltr',
    'ltr',
    'auto',
  ])
})

test('the button of a block of code copies it and says so', async () => {
  await openWith('```\nlet a\n  b\n```')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const writeText = vi.fn(() => Promise.resolve())
  setClipboard({ writeText })

  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Copy code' }))
    await Promise.resolve()
  })

  expect(writeText.mock.calls).toEqual([['let a\n  b']])
  expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy()
  expect(document.querySelector('[data-announcer="polite"]')?.textContent).toBe('Copied')
  act(() => {
    vi.advanceTimersByTime(3000)
  })
  expect(screen.getByRole('button', { name: 'Copy code' })).toBeTruthy()
})

test.each([
  ['refuses', { writeText: () => Promise.reject(new Error('not allowed')) }],
  ['is not there', undefined],
])('where the clipboard %s, the code is selected', async (_, clipboard) => {
  await openWith('```\nlet a\n```')
  setClipboard(clipboard)

  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Copy code' }))
    await Promise.resolve()
  })

  expect(getSelection()?.toString()).toBe('let a')
  expect(screen.queryByRole('button', { name: 'Copied' })).toBeNull()
})

test('code that is wider than its box is gone to by keyboard, and arrows scroll it first', async () => {
  const page = await openWith('[a](https://example.com/) `b`\n```\nwide\n```')
  const box = document.querySelector('pre')
  const code = document.querySelector('pre code')
  const [link] = screen.getAllByRole('link')
  act(() => {
    screen.getByRole('log').focus()
  })

  await page.user.keyboard('{ArrowUp}{Enter}{ArrowRight}')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Copy code' }))
  Object.defineProperties(box, {
    scrollWidth: { value: 300 },
    clientWidth: { value: 100 },
    scrollLeft: { value: 0, writable: true },
  })
  await page.user.keyboard('{ArrowLeft}')
  expect(document.activeElement).toBe(code)
  await page.user.keyboard('{ArrowRight}')
  expect(document.activeElement).toBe(code)
  ;(box as HTMLElement).scrollLeft = 200
  await page.user.keyboard('{ArrowRight}{ArrowLeft}{ArrowLeft}')
  expect(document.activeElement).toBe(code)
  ;(box as HTMLElement).scrollLeft = 0
  await page.user.keyboard('{ArrowLeft}')
  expect(document.activeElement).toBe(link)
  await page.user.keyboard('{Escape}')
  expect(document.activeElement).toBe(page.articles()[0])
})

test('nothing in a formatted message is a tab stop, and axe finds nothing', async () => {
  await openWith('> a\n- **b** [c](https://example.com/)\n  - d\n\n1. e\n```\nf\n```\n`g`')

  const inside = document.querySelectorAll(
    '.cr-text [tabindex="0"], .cr-text :is(a, button):not([tabindex])',
  )
  expect([...inside]).toEqual([])
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(violations.map(({ id }) => id)).toEqual([])
})

test.each(['👍', '🎉🎉🎉', '👍 ❤️', '👩‍👩‍👧', '🏳️‍🌈', '🇮🇹', '👋🏽', '1️⃣', ' 🙂 '])(
  '%j is large',
  (text) => {
    expect(isFewEmoji(text)).toBe(true)
  },
)

test.each(['', '1', '123', '#', '❤', 'a', '👍 ok', '👍👍👍👍', '👍*', 'é', '🙂'.repeat(80), ':)'])(
  '%j is not large',
  (text) => {
    expect(isFewEmoji(text)).toBe(false)
  },
)

test('a message of few emoji stands large', async () => {
  const page = await openWith('🎉', 'a 🎉')

  expect(page.articles().map((each) => each.querySelector('.cr-large')?.textContent)).toEqual([
    '🎉',
    undefined,
  ])
})

test('new messages are spoken without their marks', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const page = await openPage()

  page.say(bob, '**Look** at [this](https://example.com/)')
  await page.pass(50)
  act(() => {
    vi.advanceTimersByTime(1500)
  })

  expect(document.querySelector('[data-announcer="polite"]')?.textContent).toBe(
    `${isolate('Bob')}: ${isolate('Look at this')}`,
  )
})

test('the menu copies what was typed', async () => {
  const page = await openWith('**bold**')
  const writeText = vi.fn(() => Promise.resolve())
  setClipboard({ writeText })

  fireEvent.contextMenu(screen.getByRole('article'))
  await page.user.click(screen.getByRole('menuitem', { name: 'Copy text' }))

  expect(writeText.mock.calls).toEqual([['**bold**']])
  expect(page.room.messages()[0]?.content).toBe('**bold**')
})

test('shortcodes are sent as emoji, in new messages and in edited ones', async () => {
  const page = await openPage()

  await page.user.type(page.field(), 'done :tada: `:tada:`{Enter}')
  await page.pass(50)
  expect(page.room.messages()[0]?.content).toBe('done 🎉 `:tada:`')

  await page.user.type(page.field(), '{ArrowUp}')
  await page.user.type(screen.getByRole('textbox', { name: 'Edit message' }), ' :eyes:{Enter}')
  await page.pass(50)
  expect(page.room.messages()[0]?.content).toBe('done 🎉 `:tada:` 👀')
})

/** What the event `type` at `target` puts on the clipboard, or takes from it. */
function clipboardEvent(
  type: 'copy' | 'paste',
  target: Element,
  data: Record<string, string>,
): boolean {
  const clipboardData = {
    getData: (kind: string) => data[kind] ?? '',
    setData: (kind: string, text: string) => {
      data[kind] = text
    },
  }
  return fireEvent[type](target, { clipboardData })
}

function select(
  from: Node | null | undefined,
  start: number,
  to: Node | null | undefined,
  end: number,
): void {
  const range = document.createRange()
  range.setStart(from ?? document, start)
  range.setEnd(to ?? document, end)
  getSelection()?.removeAllRanges()
  getSelection()?.addRange(range)
}

test('several messages are copied with who wrote them, and when', async () => {
  const page = await openPage({
    before: ({ say }) => {
      say(bob, 'zero')
      say(bob, 'first one')
      say(ada, '**second**')
      say(bob, 'third one')
    },
  })
  const texts = page.articles().map((each) => each.querySelector('.cr-text'))
  const [zero, first, , third] = texts.map((each) => each?.firstChild)
  const copied: Record<string, string> = {}
  // It begins at the very end of a message, which is not meant.
  select(zero, 4, third, 5)

  const isDefault = clipboardEvent('copy', screen.getByRole('log'), copied)

  expect(isDefault).toBe(false)
  const when = page.articles()[0]?.querySelector('time')?.title ?? ''
  expect(copied['text/plain']).toBe(
    `Bob, ${when}:\nfirst one\n\nAda, ${when}:\n**second**\n\nBob, ${when}:\nthird`,
  )

  select(first, 0, first, 5)
  expect(clipboardEvent('copy', screen.getByRole('log'), {})).toBe(true)
})

test('rich text is pasted with marks, at the cursor; plain text is left to the browser', async () => {
  const page = await openPage()
  await page.user.type(page.field(), 'ab')
  const field = page.field() as HTMLTextAreaElement
  field.setSelectionRange(1, 1)

  const data = { 'text/html': '<b>x</b>', 'text/plain': 'x' }
  act(() => {
    clipboardEvent('paste', field, data)
  })

  expect(field.value).toBe('a**x**b')
  expect(clipboardEvent('paste', field, { 'text/html': '<p>x</p>', 'text/plain': 'x' })).toBe(true)
  await page.user.type(field, '{Enter}', { skipClick: true })
  expect(page.articles()).toHaveLength(1)
  expect(document.querySelector('strong')?.textContent).toBe('x')
})
