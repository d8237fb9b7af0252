// @vitest-environment node
import { StrictMode, type ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { ChatRoom } from '../../src/index.js'
import { ParleyProvider } from '../../src/provider/index.js'
import { ada, bob, createStage } from '../core/harness.js'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const refuse = (what: string) => (): never => {
  throw new Error(`${what} was read while rendering on a server`)
}

/** Makes everything throw that a page rendered ahead of time must not depend on. */
function forbidWhatChanges(): void {
  vi.spyOn(Date, 'now').mockImplementation(refuse('the clock'))
  vi.spyOn(Math, 'random').mockImplementation(refuse('chance'))
  vi.spyOn(crypto, 'randomUUID').mockImplementation(refuse('chance'))
  vi.spyOn(crypto, 'getRandomValues').mockImplementation(refuse('chance'))
  vi.stubGlobal(
    'Date',
    new Proxy(Date, {
      construct: (Real, args: readonly unknown[]) =>
        args.length === 0 ? refuse('the clock')() : (Reflect.construct(Real, args) as object),
    }),
  )
  const storage = new Proxy({}, { get: refuse('a storage') })
  vi.stubGlobal('sessionStorage', storage)
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('WebSocket', refuse('the network'))
  vi.stubGlobal('fetch', refuse('the network'))
  vi.stubGlobal('setTimeout', refuse('a timer'))
  vi.stubGlobal('setInterval', refuse('a timer'))
}

function seed(text: string) {
  const stage = createStage()
  stage.say(bob, text)
  return stage.room.snapshot(50)
}

const app = (initialMessages: ReturnType<typeof seed>): ReactElement => (
  <StrictMode>
    <ParleyProvider
      supabaseUrl="http://s.test"
      supabaseAnonKey="a"
      pusherKey="k"
      pusherHost="p.test"
    >
      <ChatRoom roomId="room-1" currentUser={ada} initialMessages={initialMessages} />
    </ParleyProvider>
  </StrictMode>
)

test('a server reads no clock, chance or storage and opens nothing', () => {
  const initialMessages = seed('from the server')
  forbidWhatChanges()

  const html = renderToString(app(initialMessages))

  expect(html).toContain('from the server')
})

test('a server renders a room without a word in its console', () => {
  const complaints = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]

  renderToString(app(seed('from the server')))

  expect(complaints.flatMap((spy) => spy.mock.calls)).toEqual([])
})

test('a server without messages to show renders a room that waits', () => {
  forbidWhatChanges()

  const html = renderToString(
    <ParleyProvider>
      <ChatRoom roomId="room-1" />
    </ParleyProvider>,
  )

  expect(html).toContain('Loading messages')
})

test('two visitors of one server see nothing of each other', () => {
  const pages = [seed('for the first'), seed('for the second')].map((messages) =>
    renderToString(app(messages)),
  )

  expect(pages.map((html) => html.includes('for the first'))).toEqual([true, false])
  expect(pages.map((html) => html.includes('for the second'))).toEqual([false, true])
})
