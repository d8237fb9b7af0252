import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ada, bob } from '../core/harness.js'
import { openPage, type RoomPage } from './room-page.js'

/** A room in which bob has asked something. */
async function open(): Promise<RoomPage> {
  const page = await openPage({ members: [ada, bob] })
  page.say(bob, 'Tea or coffee?')
  await page.pass(500)
  return page
}

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })

async function reply(page: RoomPage, text: string): Promise<void> {
  const message = page.message(text)
  await page.user.click(within(message).getByRole('button', { name: 'Message actions' }))
  await page.user.click(screen.getByRole('menuitem', { name: 'Reply' }))
}

test('a message is answered from its menu, and the answer quotes it', async () => {
  const page = await open()
  await reply(page, 'Tea or coffee?')
  expect(screen.getByText(/^Replying to .Bob/)).toBeTruthy()
  expect(document.activeElement).toBe(field())

  await page.user.type(field(), 'Tea{Enter}')
  await page.pass(500)

  expect(screen.queryByText(/^Replying to/)).toBeNull()
  expect(page.room.messages()[1]).toMatchObject({
    content: 'Tea',
    reply_to: page.room.messages()[0]?.id,
  })
  expect(
    within(page.message('Tea')).getByRole('button', {
      name: /In reply to\s*Bob\s*Tea or coffee\?/,
    }),
  ).toBeTruthy()
})

test('a quote says what was written, without its marks', async () => {
  const page = await openPage({ members: [ada, bob] })
  page.say(bob, 'plain')
  page.room.post(bob.id, {
    id: 'reply',
    content: 'yes',
    replyTo: page.room.post(bob.id, { id: 'marked', content: 'it is **very** good' }).id,
  })
  await page.pass(500)

  expect(
    within(page.message('yes')).getByRole('button', { name: /Bob\s*it is very good/ }),
  ).toBeTruthy()
})

test('Escape and the button take the answering back, and keep the draft', async () => {
  const page = await open()
  await reply(page, 'Tea or coffee?')
  await page.user.type(field(), 'Tea{Escape}')
  expect(screen.queryByText(/^Replying to/)).toBeNull()
  expect(field().value).toBe('Tea')

  await reply(page, 'Tea or coffee?')
  await page.user.click(screen.getByRole('button', { name: 'Cancel reply' }))
  await page.user.type(field(), '!{Enter}')
  await page.pass(500)

  expect(page.room.messages()[1]?.content).toBe('Tea!')
  expect(page.room.messages()[1]?.reply_to).toBeUndefined()
})

test('what is deleted meanwhile is answered no more', async () => {
  const page = await open()
  await reply(page, 'Tea or coffee?')

  page.room.remove(page.room.messages()[0]?.id ?? '')
  await page.pass(500)

  expect(screen.queryByText(/^Replying to/)).toBeNull()
})

test('a quote says when its message was deleted', async () => {
  const page = await open()
  await reply(page, 'Tea or coffee?')
  await page.user.type(field(), 'Tea{Enter}')
  await page.pass(500)

  page.room.remove(page.room.messages()[0]?.id ?? '')
  await page.pass(500)

  expect(
    within(page.message('Tea')).getByRole('button', { name: /This message was deleted/ }),
  ).toBeTruthy()
  expect(document.body.textContent).not.toContain('coffee')
})

test('pressing a quote goes to what it quotes, which then has the focus', async () => {
  const page = await open()
  await reply(page, 'Tea or coffee?')
  await page.user.type(field(), 'Tea{Enter}')
  await page.pass(500)

  await page.user.click(within(page.message('Tea')).getByRole('button', { name: /In reply to/ }))
  await page.pass(500)

  const quoted = page.message('Tea or coffee?')
  expect(document.activeElement).toBe(quoted)
  expect(quoted.closest('[data-highlighted]')).not.toBeNull()
})
