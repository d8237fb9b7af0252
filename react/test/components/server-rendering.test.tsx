import { act, render, screen } from '@testing-library/react'
import { Suspense, type ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { ada, bob, createStage } from '../core/harness.js'
import { RoomProvider, useUnread } from '../../src/index.js'
import { preparePage } from './room-page.js'

afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

/** Takes markup over as a browser does; `complaints` is what did not match. */
async function hydrate(html: string, element: ReactNode) {
  const container = document.createElement('div')
  document.body.append(container)
  container.innerHTML = html
  const complaints: unknown[] = []
  const onRecoverableError = (error: unknown) => complaints.push(error)
  const root = await act(() =>
    Promise.resolve(hydrateRoot(container, element, { onRecoverableError })),
  )
  const unmount = () => {
    act(() => {
      root.unmount()
    })
  }
  return { container, complaints, unmount }
}

test('a server renders the messages it was given, with times everybody would read the same', () => {
  const stage = createStage()
  stage.say(bob, 'from the server')
  const page = preparePage(stage)

  const html = renderToString(
    page.element({ initialMessages: stage.room.snapshot(50), locale: undefined }),
  )

  expect(html).toContain('from the server')
  expect(html).toContain('<time dateTime="2026-11-23T12:00:00.000Z"')
  expect(html).toContain('12:00')
  expect(html).not.toContain('<style')
})

test.each([
  '2026-11-23T07:00:00-05:00',
  '2026-11-23T17:30:00+05:30',
  '2026-11-23 12:00:00+00',
  '2026-11-23T12:00:00',
])('a time written as %s has its title in UTC', (created_at) => {
  const stage = createStage()
  const id = stage.say(bob, 'now')
  const [row] = stage.room.messages().map((message) => ({ ...message, created_at }))
  const snapshot = { ...stage.room.snapshot(50), messages: row ? [row] : [] }
  const page = preparePage(stage)

  const pages = [row ? [row] : [], snapshot].map((initialMessages) =>
    renderToString(page.element({ initialMessages })),
  )

  expect(id).toBe('said-1')
  for (const html of pages) {
    expect(html).toContain('title="2026-11-23 12:00 UTC"')
  }
})

test.each(['infinity', '-infinity', '294276-12-31T23:59:59+00:00', '0044-03-15T00:00:00+00:00 BC'])(
  'a message of %s is shown like any other, here and there',
  async (created_at) => {
    const stage = createStage()
    stage.say(bob, 'whenever')
    const initialMessages = stage.room.messages().map((message) => ({ ...message, created_at }))
    const page = preparePage(stage)
    const html = renderToString(page.element({ initialMessages, timeZone: undefined }))

    const { complaints, unmount } = await hydrate(
      html,
      page.element({ initialMessages, timeZone: undefined }),
    )

    expect(complaints).toEqual([])
    expect(page.articles()).toHaveLength(1)
    unmount()
  },
)

test('bare rows of the messages table will do', () => {
  const stage = createStage()
  stage.say(bob, 'a row')
  const page = preparePage(stage)

  const html = renderToString(page.element({ initialMessages: stage.room.messages() }))

  expect(html).toContain('a row')
})

test('a server with one client for everybody shows each visitor what that visitor was given', () => {
  const stage = createStage()
  const page = preparePage(stage)
  stage.say(bob, 'for the first guest')
  const first = stage.room.messages()
  stage.say(bob, 'for the second guest')
  const second = stage.room.messages().slice(1)

  const pages = [first, second, []].map((initialMessages) =>
    renderToString(page.element({ initialMessages })),
  )

  expect(pages.map((html) => html.includes('for the first guest'))).toEqual([true, false, false])
  expect(pages.map((html) => html.includes('for the second guest'))).toEqual([false, true, false])
  expect(page.client.inUse(stage.room.id, 'ada')).toBeUndefined()
  expect(stage.clock.timers()).toBe(0)
})

test('a page loaded again at once takes over the markup of its own messages', async () => {
  const stage = createStage()
  const page = preparePage(stage)
  stage.say(bob, 'one')
  renderToString(page.element({ initialMessages: stage.room.snapshot(50) }))
  stage.say(bob, 'two')
  const snapshot = stage.room.snapshot(50)
  const html = renderToString(preparePage(stage).element({ initialMessages: snapshot }))

  const { complaints, unmount } = await hydrate(html, page.element({ initialMessages: snapshot }))

  expect(complaints).toEqual([])
  expect(page.articles()).toHaveLength(2)
  unmount()
})

test('a room that hydrates after another part of the page opened it takes over its own markup', async () => {
  const stage = createStage()
  stage.say(bob, 'from the server')
  const initialMessages = stage.room.snapshot(50)
  const page = preparePage(stage)
  const Unread = () => <p>{useUnread()} unread</p>
  let isAwake = false
  let wake = (): void => undefined
  const waking = new Promise<void>((resolve) => {
    wake = () => {
      isAwake = true
      resolve()
    }
  })
  const Late = ({ wait }: { wait?: Promise<void> }) => {
    if (wait && !isAwake) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- how every React suspends
      throw wait
    }
    return page.element({ initialMessages })
  }
  const whole = (wait?: Promise<void>) => (
    <>
      <RoomProvider roomId={stage.room.id} currentUser={ada} client={page.client}>
        <Unread />
      </RoomProvider>
      <Suspense>
        <Late {...(wait && { wait })} />
      </Suspense>
    </>
  )
  const html = renderToString(whole())

  const { container, complaints, unmount } = await hydrate(html, whole(waking))
  const article = container.querySelector('article')
  stage.say(bob, 'meanwhile')
  await page.pass(100)
  expect(screen.getByText('2 unread')).toBeTruthy()
  wake()
  await page.pass(2000)

  expect(complaints).toEqual([])
  expect(container.querySelector('article')).toBe(article)
  expect(page.articles()).toHaveLength(2)
  unmount()
})

test('a browser takes the markup over without a word of complaint and goes live', async () => {
  const stage = createStage()
  stage.say(bob, 'from the server')
  const snapshot = stage.room.snapshot(50)
  const container = document.createElement('div')
  document.body.append(container)
  container.innerHTML = renderToString(preparePage(stage).element({ initialMessages: snapshot }))
  const before = container.querySelector('article')
  stage.say(bob, 'meanwhile')
  const complaints = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
  const page = preparePage(stage)

  const view = render(page.element({ initialMessages: snapshot }), { container, hydrate: true })
  await page.pass(2000)

  expect(complaints.flatMap((spy) => spy.mock.calls)).toEqual([])
  expect(container.querySelector('article')).toBe(before)
  expect(page.articles().map((article) => article.textContent)).toEqual([
    expect.stringContaining('from the server'),
    expect.stringContaining('meanwhile'),
  ])
  view.unmount()
  await page.pass(5000)
  expect(stage.server.subscriptions(stage.room.id)).toBe(0)
})
