import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { ChatRoom } from '../../src/index.js'
import { FollowParley } from '../../src/provider/follow-parley.js'
import { createParley } from '../../src/provider/parley.js'
import { ada, bob, createStage } from '../core/harness.js'
import { createFakeLibraries, createFakeSupabase } from './fake-services.js'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

/** A page with one room, below a provider whose services are the test's. */
function openPage(visibility: 'private' | 'public') {
  const { clock, room, say } = createStage({ members: [ada, bob], visibility })
  say(bob, 'hello')
  const refused = {
    data: null,
    error: { message: 'sign in first', code: 'PT401', hint: 'sign_in_needed' },
  }
  const supabase = createFakeSupabase((name, userId) => {
    if (userId === undefined && visibility === 'private') {
      return { ...refused, status: 401 }
    }
    return {
      data: name === 'room_changes' ? room.changes(0, 50) : room.snapshot(50),
      error: null,
      status: 200,
    }
  })
  const { libraries, pushers } = createFakeLibraries(supabase)
  const parley = createParley({
    settings: {
      supabaseUrl: 'http://s.test',
      supabaseAnonKey: 'a',
      pusherKey: 'k',
      pusherHost: 'p.test',
    },
    libraries,
    clock,
  })
  const view = render(
    <StrictMode>
      <FollowParley parley={parley}>
        <ChatRoom roomId={room.id} timeZone="UTC" />
      </FollowParley>
    </StrictMode>,
  )
  const pass = (ms: number) => act(() => clock.advance(ms))
  return { supabase, pushers, view, pass, clock, room }
}

test('a room without a current user is opened as whoever is signed in', async () => {
  const { supabase, pass } = openPage('private')
  supabase.become('ada')
  await pass(1000)

  expect(screen.getByText('hello')).toBeTruthy()
  expect(supabase.calls.filter((call) => call.startsWith('room_snapshot'))).toEqual([
    'room_snapshot as ada',
  ])
})

test('somebody who is not signed in may go on as a guest, in development', async () => {
  const user = userEvent.setup({ delay: null })
  const { pass, supabase } = openPage('private')
  await pass(60_000)
  expect(screen.getByText('Sign in to see this room.')).toBeTruthy()
  expect(supabase.calls).toEqual(['room_snapshot as nobody'])

  await user.click(screen.getByRole('button', { name: 'Continue as a guest' }))
  await pass(1000)

  expect(screen.getByText('hello')).toBeTruthy()
})

test('a room of somebody else is taken down when another person signs in', async () => {
  const { pass, supabase, pushers } = openPage('private')
  supabase.become('ada')
  await pass(1000)
  expect(pushers.map(({ state }) => state())).toEqual(['open'])

  act(() => {
    supabase.become('bob')
  })
  await pass(5000)

  expect(pushers.map(({ state }) => state())).toEqual(['ended', 'open'])
  expect(pushers[0]?.channels()).toEqual([])
  expect(screen.getByText('hello')).toBeTruthy()
})

test('a page that goes leaves no connection, listener or timer', async () => {
  const { view, pass, supabase, pushers, clock } = openPage('private')
  supabase.become('ada')
  await pass(1000)

  view.unmount()
  await clock.advance(60_000)

  expect(pushers.map(({ state }) => state())).toEqual(['ended'])
  expect(supabase.listeners()).toBe(0)
  expect(clock.timers()).toBe(0)
})
