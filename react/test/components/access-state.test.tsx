import { render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import {
  ChatProvider,
  ChatRoom,
  createChatClient,
  isolate,
  type ChatRoomProps,
  type Session,
} from '../../src/index.js'
import { refusal } from '../../src/testing/index.js'
import { ada, bob, createStage, cyd, type Stage } from '../core/harness.js'
import { openPage, preparePage } from './room-page.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Opens a room as nobody. */
async function openSignedOut(stage: Stage, props: Partial<ChatRoomProps> = {}, session?: Session) {
  const page = preparePage(stage)
  const client = createChatClient({ ...stage.server.connect(''), clock: stage.clock })
  render(
    <StrictMode>
      <ChatProvider client={client} session={session}>
        <ChatRoom roomId={stage.room.id} currentUser={null} {...props} />
      </ChatProvider>
    </StrictMode>,
  )
  await page.pass(1000)
  return page
}

test('who is not signed in is asked to, in place of a private room', async () => {
  await openSignedOut(createStage())

  const spoken = screen.getAllByRole('status').map((status) => status.textContent)
  expect(spoken.join()).toContain('Sign in to see this room.')
  expect(screen.queryByText('Loading messages')).toBeNull()
})

test('the app brings its own way to sign in', async () => {
  const signedOut = { kind: 'signed-out', signInAnonymously: () => Promise.resolve() } as const
  await openSignedOut(createStage(), { signIn: <a href="/login">Log in</a> }, signedOut)

  expect(screen.getByRole('link', { name: 'Log in' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Continue as a guest' })).toBeNull()
})

test('in production nobody becomes a guest unless the app says so', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const signedOut = { kind: 'signed-out', signInAnonymously: () => Promise.resolve() } as const

  await openSignedOut(createStage(), {}, signedOut)

  expect(screen.getByText('Sign in to see this room.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Continue as a guest' })).toBeNull()
})

test('who is not signed in reads a public room and is told how to write', async () => {
  const stage = createStage({ visibility: 'public' })
  stage.say(bob, 'for everybody')

  await openSignedOut(stage, { signIn: <a href="/login">Log in</a> })

  expect(screen.getByText('for everybody')).toBeTruthy()
  expect(screen.getByText('Sign in to write in this room.')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Log in' })).toBeTruthy()
  expect(screen.queryByRole('textbox')).toBeNull()
})

test('a visitor joins a public room and writes at once', async () => {
  const page = await openPage({ members: [bob], visibility: 'public' })
  expect(screen.getByText('Join this room to write in it.')).toBeTruthy()

  await page.user.click(screen.getByRole('button', { name: 'Join' }))
  await page.pass(1000)

  expect(document.activeElement).toBe(page.field())
  await page.user.keyboard('hello')
  expect(page.field()).toHaveProperty('value', 'hello')
})

test('a stranger joins an open room, sees what was said and writes at once', async () => {
  const page = await openPage({
    members: [bob],
    visibility: 'open',
    before: ({ say }) => {
      say(bob, 'among us')
    },
  })
  const words = screen.getAllByRole('status').map((status) => status.textContent)
  expect(words.join()).toContain('Anyone may join this room.')
  expect(screen.queryByText('among us')).toBeNull()

  await page.user.click(screen.getByRole('button', { name: 'Join' }))
  await page.pass(1000)

  expect(screen.getByText('among us')).toBeTruthy()
  expect(document.activeElement).toBe(page.field())
})

test('why one cannot join is said, and one may try again', async () => {
  const page = await openPage({ members: [bob], visibility: 'public' })
  page.connection.hooks.onRequest = (name) => {
    if (name === 'join') {
      throw refusal(429, 'too_many')
    }
  }

  await page.user.click(screen.getByRole('button', { name: 'Join' }))
  await page.pass(1000)

  const alerts = screen.getAllByRole('alert').map((alert) => alert.textContent)
  expect(alerts.join()).toContain('That was too much at once.')
  expect(screen.getByRole('button', { name: 'Join' })).toHaveProperty('disabled', false)
})

test('an invitation says who invites to what, and lets one in', async () => {
  const page = await openPage({
    members: [bob],
    before: ({ room, say }) => {
      say(bob, 'welcome')
      room.invite(ada, bob)
    },
  })
  const words = screen
    .getAllByRole('status')
    .map((status) => status.textContent)
    .join()
  expect(words).toContain(`You are invited to ${isolate('Room')}`)
  expect(words).toContain(`${isolate('Bob')} invites you`)

  await page.user.click(screen.getByRole('button', { name: 'Accept' }))
  await page.pass(1000)

  expect(screen.getByText('welcome')).toBeTruthy()
  expect(document.activeElement).toBe(page.field())
})

test('an invitation may be declined', async () => {
  const page = await openPage({
    members: [bob],
    before: ({ room }) => {
      room.invite(ada, bob)
    },
  })

  await page.user.click(screen.getByRole('button', { name: 'Decline' }))
  await page.pass(1000)

  expect(screen.getByText('You are not a member of this room.')).toBeTruthy()
  expect(page.room.invitation('ada')).toBeUndefined()
})

test('who was removed and comes back finds the room without trying again', async () => {
  const page = await openPage({ members: [ada, cyd] })
  page.room.leave('ada')
  await page.pass(120_000)
  expect(screen.getByText('You are not a member of this room.')).toBeTruthy()

  page.room.join(ada)
  page.connection.environment.setVisible(false)
  page.connection.environment.setVisible(true)
  await page.pass(1000)

  expect(screen.queryByText('You are not a member of this room.')).toBeNull()
  expect(page.field()).toBeTruthy()
})
