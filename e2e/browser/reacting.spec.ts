import { expect, test } from '@playwright/test'
import { leaveAll, twoInRoom } from './guest.js'

test.afterEach(leaveAll)

test('people react to a message, and each sees who did', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.say('Cake in the kitchen.')

  await bob.message('Cake in the kitchen.').click({ button: 'right' })
  await bob.page.getByRole('menuitemcheckbox', { name: '🎉' }).click()
  await ada
    .message('Cake in the kitchen.')
    .getByRole('button', { name: /🎉.*Bob/ })
    .click()

  const bobs = bob.message('Cake in the kitchen.').getByRole('button', { name: /🎉.*You.*Ada/ })
  await expect(bobs).toHaveText('🎉2')
  await bobs.click()
  const adas = ada.message('Cake in the kitchen.').getByRole('button', { name: /🎉/ })
  await expect(adas).toHaveText('🎉1')

  await ada.page.reload()
  await expect(adas).toHaveAttribute('aria-pressed', 'true')
  await adas.click()
  await expect(adas).toHaveCount(0)
  await expect(bobs).toHaveCount(0)
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})

test('the reactions go with a deleted message', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.say('Never mind.')
  await bob.message('Never mind.').click({ button: 'right' })
  await bob.page.getByRole('menuitemcheckbox', { name: '👍' }).click()
  await expect(ada.message('Never mind.').getByRole('button', { name: /👍.*Bob/ })).toBeVisible()

  await ada.message('Never mind.').click({ button: 'right' })
  await ada.page.getByRole('menuitem', { name: 'Delete' }).click()
  await ada.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()

  await expect(bob.page.getByText('This message was deleted')).toBeVisible()
  await expect(bob.page.getByRole('button', { name: /👍/ })).toHaveCount(0)
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})
