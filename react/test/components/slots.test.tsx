import { act, fireEvent, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { usePermissions, type Slots } from '../../src/index.js'
import { ada, bob } from '../core/harness.js'
import { openPage } from './room-page.js'

/** Stands in for every part of a room: its name, around the part as it is. */
const framed = (name: keyof Slots): Slots => ({
  [name]: ({ Default, ...props }: { readonly Default: React.ComponentType }) => (
    <div data-slot={name}>
      <Default {...props} />
    </div>
  ),
})

const slotted = (name: string): readonly Element[] => [
  ...document.querySelectorAll(`[data-slot="${name}"]`),
]

test.each([
  ['Avatar', '.cr-avatar'],
  ['Header', '.cr-header'],
  ['Message', '.cr-message'],
  ['Bubble', '.cr-bubble'],
  ['Text', ''],
  ['Quote', '.cr-quoted'],
  ['Status', '.cr-status'],
  ['Actions', '.cr-more'],
  ['Reactions', '.cr-reactions'],
  ['Notice', '.cr-notice'],
  ['Day', '.cr-date'],
  ['Typing', '.cr-typing'],
  ['Composer', '.cr-composer'],
] as const)('the app replaces %s, and has what it is by default', async (name, inside) => {
  const page = await openPage({ members: [ada, bob], props: { slots: framed(name) } })
  const said = page.room.post(bob.id, { id: 'said', content: 'tea?' })
  page.room.post(ada.id, { id: 'reply', content: 'yes', replyTo: said.id })
  page.room.react(bob.id, said.id, '👍')
  page.room.join({ id: 'zoe', name: 'Zoë' })
  await page.pass(1000)

  const parts = slotted(name)
  expect(parts.length).toBeGreaterThan(0)
  if (inside !== '') {
    expect(parts.some((part) => part.querySelector(inside) !== null)).toBe(true)
  }
})

test('the app replaces Empty', async () => {
  await openPage({ members: [ada, bob], props: { slots: framed('Empty') } })
  expect(within(slotted('Empty')[0] as HTMLElement).getByText('No messages yet')).toBeTruthy()
})

test('a part is given its props, and hooks know its message', async () => {
  const slots: Slots = {
    Text: ({ text }) => <em>{text.toUpperCase()}</em>,
    Actions: function Actions({ row }) {
      const { canDelete } = usePermissions()(row)
      return <output>{canDelete ? 'may delete' : 'may not delete'}</output>
    },
  }
  const page = await openPage({ members: [ada, bob], props: { slots } })
  page.say(bob, 'quiet')
  page.say(ada, 'own')
  await page.pass(500)

  expect(screen.getByText('QUIET').tagName).toBe('EM')
  expect(screen.getAllByRole('status').map(({ textContent }) => textContent)).toEqual(
    expect.arrayContaining(['may not delete', 'may delete']),
  )
})

test('what is not replaced stays, and another set of slots takes effect at once', async () => {
  const page = await openPage({ members: [ada, bob], props: { slots: { Text: () => <>one</> } } })
  page.say(bob, 'quiet')
  await page.pass(500)
  expect(screen.getByText('one')).toBeTruthy()

  page.view.rerender(page.element({ slots: {} }))
  expect(screen.getByText('quiet')).toBeTruthy()
})

test('a finger that is held opens the menu; one that moves or is lifted does not', async () => {
  const page = await openPage({ members: [ada, bob] })
  page.say(bob, 'tea?')
  await page.pass(500)
  const touch = { pointerType: 'touch', isPrimary: true, clientX: 5, clientY: 5 }
  const text = screen.getByText('tea?')
  const hold = (): void => {
    act(() => {
      vi.advanceTimersByTime(600)
    })
  }
  vi.useFakeTimers()
  try {
    fireEvent.pointerDown(text, touch)
    fireEvent.pointerMove(text, { ...touch, clientY: 40 })
    hold()
    expect(screen.queryByRole('menu')).toBeNull()

    fireEvent.pointerDown(text, touch)
    fireEvent.pointerUp(text, touch)
    hold()
    expect(screen.queryByRole('menu')).toBeNull()

    fireEvent.pointerDown(text, { ...touch, pointerType: 'mouse' })
    hold()
    expect(screen.queryByRole('menu')).toBeNull()

    fireEvent.pointerDown(text, touch)
    fireEvent.pointerMove(text, { ...touch, clientY: 9 })
    hold()
    expect(screen.getByRole('menu')).toBeTruthy()
  } finally {
    vi.useRealTimers()
  }
})
