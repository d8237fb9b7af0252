import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ada, bob } from '../core/harness.js'
import { openPage } from './room-page.js'

const zoe = { id: 'zoe', name: 'Zoë Müller' }
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent)

test('a name after an @ is completed, and sent as an id', async () => {
  const page = await openPage({ members: [ada, bob, zoe] })
  await page.user.type(field(), 'ask @')
  expect(options()).toEqual(['Bob', 'Zoë Müller'])
  await page.user.type(field(), 'mul')
  expect(options()).toEqual(['Zoë Müller'])
  await page.user.keyboard('{Enter}')
  expect(field().value).toBe('ask @Zoë Müller ')
  expect(options()).toEqual([])

  await page.user.keyboard('please{Enter}')
  await page.pass(500)

  expect(page.room.messages()[0]?.content).toBe('ask <@zoe> please')
  expect(within(page.message('ask please')).getByText('Zoë Müller').tagName).toBe('BDI')
})

test('the list is used by arrow keys, which point at its options, and closed by Escape', async () => {
  const page = await openPage({ members: [ada, bob, zoe] })
  await page.user.type(field(), '@')
  const selected = () => screen.getByRole('option', { selected: true })
  expect(selected().textContent).toBe('Bob')
  expect(field().getAttribute('aria-activedescendant')).toBeNull()

  await page.user.keyboard('{ArrowDown}')
  expect(selected().textContent).toBe('Zoë Müller')
  expect(field().getAttribute('aria-activedescendant')).toBe(selected().id)
  await page.user.keyboard('{ArrowDown}')
  expect(selected().textContent).toBe('Bob')
  await page.user.keyboard('{ArrowUp}{Tab}')
  expect(field().value).toBe('@Zoë Müller ')
  expect(document.activeElement).toBe(field())

  await page.user.type(field(), '@b')
  await page.user.keyboard('{Escape}')
  expect(options()).toEqual([])
  await page.user.keyboard('{Enter}')
  await page.pass(500)
  expect(page.room.messages()[0]?.content).toBe('<@zoe> @b')
})

test('an option is taken by the mouse, in the middle of a text', async () => {
  const page = await openPage({ members: [ada, bob, zoe] })
  await page.user.type(field(), 'is here', { initialSelectionStart: 0, initialSelectionEnd: 0 })
  field().setSelectionRange(0, 0)
  await page.user.keyboard('@bo')
  await page.user.click(screen.getByRole('option', { name: 'Bob' }))

  expect(field().value).toBe('@Bob is here')
})

test('no list opens where no name begins', async () => {
  const page = await openPage({ members: [ada, bob] })
  await page.user.type(field(), 'bob@b')
  expect(options()).toEqual([])
  await page.user.type(field(), ' @ b')
  expect(options()).toEqual([])
})

test('only who looks after the room is offered everybody', async () => {
  const page = await openPage({
    members: [bob],
    before: ({ room }) => {
      room.join(ada, 'owner')
    },
  })
  await page.user.type(field(), '@ro')
  expect(options()).toEqual(['roomEverybody in this room'])
  await page.user.keyboard('{Enter}hello{Enter}')
  await page.pass(500)

  expect(page.room.messages()[0]?.content).toBe('<!room> hello')
})

test('a mention has the name of now, also where the message is quoted and edited', async () => {
  const page = await openPage({ members: [ada, bob, zoe] })
  page.say(ada, 'see <@zoe>')
  await page.pass(500)
  const message = page.message('see')
  expect(message.querySelector('.cr-mention')?.textContent).toBe('@Zoë Müller')

  await page.user.click(within(message).getByRole('button', { name: 'Message actions' }))
  await page.user.click(screen.getByRole('menuitem', { name: 'Edit' }))
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('see @Zoë Müller')
  await page.user.keyboard(' there{Enter}')
  await page.pass(500)
  expect(page.room.messages()[0]?.content).toBe('see <@zoe> there')
})

test('a mention of the reader stands out', async () => {
  const page = await openPage({ members: [ada, bob] })
  page.say(bob, `<@${ada.id}> and <@${bob.id}>`)
  await page.pass(500)

  const marked = [...page.message('and').querySelectorAll('.cr-mention')]
  expect(marked.map((each) => each.getAttribute('data-own'))).toEqual(['true', null])
})
