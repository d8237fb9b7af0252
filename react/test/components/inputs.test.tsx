import { render, screen, within } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useCurrentUser, type ChatRoomProps } from '../../src/index.js'
import { ada, bob, createStage } from '../core/harness.js'
import { openPage, preparePage } from './room-page.js'

const warnings: string[] = []

beforeEach(() => {
  warnings.length = 0
  vi.spyOn(console, 'warn').mockImplementation((text: string) => {
    warnings.push(text)
  })
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** The user of supabase-js, as `getUser()` returns it. */
const supabaseUser = {
  id: ada.id,
  aud: 'authenticated',
  created_at: '2026-11-23T11:00:00Z',
  email: 'ada@example.com',
  app_metadata: {},
  user_metadata: {},
}

/** Shows a room from what an app passes, before any server was asked. */
function show(props: Partial<ChatRoomProps>) {
  const stage = createStage()
  const page = preparePage(stage)
  const view = render(page.element(props))
  return { ...page, view, people: () => screen.queryAllByRole('article').map(authorOf) }
}

function authorOf(article: HTMLElement): string {
  return article.getAttribute('aria-label') ?? article.textContent
}

test('rows of a select with joined users are shown as they are', () => {
  const rows = [
    {
      id: 1,
      content: 'first',
      created_at: '2026-11-23T12:00:00+00:00',
      user_id: 'u-bob',
      users: { email: 'bob@example.com' },
    },
    {
      id: 2,
      content: 'second',
      created_at: '2026-11-23T12:01:00+00:00',
      user_id: ada.id,
      users: { email: 'ada@example.com' },
    },
  ]

  const { articles } = show({ currentUser: supabaseUser, initialMessages: rows })

  expect(articles().map((article) => article.textContent)).toEqual([
    expect.stringContaining('first'),
    expect.stringContaining('second'),
  ])
  expect(articles()[0]?.textContent).toContain('bob')
  expect(warnings).toEqual([])
})

test('rows in any order without places stand in the order of their times', () => {
  const rows = [
    { id: 'b', content: 'second', created_at: '2026-11-23 12:01:00+00', user_id: 'u' },
    { id: 'a', content: 'first', created_at: new Date('2026-11-23T12:00:00Z'), user_id: 'u' },
  ]

  const { articles } = show({ initialMessages: rows })

  expect(articles().map((article) => /first|second/.exec(article.textContent)?.[0])).toEqual([
    'first',
    'second',
  ])
})

test.each([
  ['profiles', { profiles: { display_name: 'Grace Hopper' } }],
  ['a list of one profile', { profiles: [{ full_name: 'Grace Hopper' }] }],
  ['an alias', { author: { username: 'Grace Hopper', email: 'g@example.com' } }],
])('the author of a row is named by %s', (_, joined) => {
  const row = {
    id: 'a',
    content: 'hi',
    created_at: '2026-11-23T12:00:00Z',
    user_id: 'u',
    ...joined,
  }

  const { articles } = show({ initialMessages: [row] })

  expect(articles()[0]?.textContent).toContain('Grace Hopper')
})

test('rows give way to the messages of the server', async () => {
  const page = await openPage({
    before: (stage) => {
      stage.say(bob, 'from the server')
    },
    props: {
      initialMessages: [{ id: 'x', content: 'from a select', created_at: '2026-11-23T11:00:00Z' }],
    },
  })

  expect(page.articles().map((article) => article.textContent)).toEqual([
    expect.stringContaining('from the server'),
  ])
})

test('participants of a select are people with names', async () => {
  const participants = [
    { user_id: 7, joined_at: '2026-11-23T11:00:00+00:00', users: { email: 'grace@example.com' } },
    { id: 'row-1', user_id: 'u-2', profiles: { display_name: 'Linus' } },
  ]
  const row = { id: 'a', content: 'hi', created_at: '2026-11-23T12:00:00Z', user_id: '7' }

  const { user } = show({ participants, initialMessages: [row] })
  await user.click(screen.getByRole('button', { name: /people/i }))

  const names = within(screen.getByRole('list')).getAllByRole('listitem')
  expect(names.map((name) => name.textContent)).toEqual([
    expect.stringContaining('Linus'),
    expect.stringContaining('grace'),
  ])
})

test('the user of supabase-js is named by their metadata, else by the address the app passes', () => {
  const named = { ...supabaseUser, user_metadata: { full_name: 'Ada Lovelace' } }

  show({ currentUser: named, headerEnd: <OwnName /> })
  show({ currentUser: supabaseUser, headerEnd: <OwnName /> })

  expect(screen.getAllByTestId('own').map((name) => name.textContent)).toEqual([
    'Ada Lovelace',
    'ada',
  ])
})

test.each<[string, Record<string, unknown>, RegExp]>([
  ['no user', { currentUser: null }, /currentUser has no "id"/],
  ['a user without id', { currentUser: { name: 'Ada' } }, /currentUser has no "id"/],
  ['the whole answer of a select', { initialMessages: { data: [], error: null } }, /is no list/],
  ['a list with holes', { initialMessages: [null, 7, 'x'] }, /initialMessages\[0\] is no row/],
  ['a row without id', { initialMessages: [{ content: 'x' }] }, /\[0\] has no "id"/],
  ['a row without text', { initialMessages: [{ id: 1, created_at: 'x' }] }, /"content"/],
  ['a row without time', { initialMessages: [{ id: 1, content: 'x' }] }, /"created_at"/],
  ['a snapshot with a hole', { initialMessages: { epoch: '1' } }, /not a whole snapshot/],
  ['participants that are no list', { participants: 'all' }, /participants is no list/],
  ['a participant without id', { participants: [{ role: 'x' }] }, /participants\[0\] has no/],
])('%s leaves the page standing and is named in the console', (_, props, complaint) => {
  const { view } = show(props)

  expect(view.container.querySelector('.cr-room')).not.toBeNull()
  expect(warnings.join('\n')).toMatch(complaint)
})

test('nothing at all leaves the page standing, on a server too', () => {
  const page = preparePage(createStage())
  const nothing = {
    roomId: undefined,
    currentUser: undefined,
    initialMessages: null,
    participants: null,
  } as unknown as Partial<ChatRoomProps>

  expect(renderToString(page.element(nothing))).toContain('cr-room')
})

test('nothing is said about what an app passes in production', () => {
  vi.stubEnv('NODE_ENV', 'production')

  show({ currentUser: null })

  vi.unstubAllEnvs()
  expect(warnings).toEqual([])
})

test('a fault in the room stays in the room, says why and can be tried again', async () => {
  let isBroken = true
  const headerEnd = <Broken when={() => isBroken} />
  const { user } = show({ headerEnd })

  expect(screen.getByRole('alert').textContent).toContain('a fault of the app')
  isBroken = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))

  expect(screen.getByText('whole')).toBeTruthy()
})

function OwnName() {
  return <p data-testid="own">{useCurrentUser().name}</p>
}

function Broken({ when }: { when: () => boolean }) {
  if (when()) {
    throw new Error('a fault of the app')
  }
  return <p>whole</p>
}
