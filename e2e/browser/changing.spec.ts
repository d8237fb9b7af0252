import { expect, test } from '@playwright/test'
import { leaveAll, twoInRoom } from './guest.js'

test.afterEach(leaveAll)

test('a message is edited and then deleted, and the other sees both', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.say('We meet at nine.')
  await expect(bob.message('We meet at nine.')).toBeVisible()

  await ada.message('We meet at nine.').click({ button: 'right' })
  await ada.page.getByRole('menuitem', { name: 'Edit' }).click()
  await ada.page.getByRole('textbox', { name: 'Edit message' }).fill('We meet at ten.')
  await ada.page.keyboard.press('Enter')

  await expect(bob.message('We meet at ten.')).toContainText('edited')
  await expect(bob.message('We meet at nine.')).toHaveCount(0)

  await ada.message('We meet at ten.').hover()
  await ada.page.getByRole('button', { name: 'Message actions' }).click()
  await ada.page.getByRole('menuitem', { name: 'Delete' }).click()
  await ada.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()

  await expect(bob.page.getByText('This message was deleted')).toBeVisible()
  await expect(ada.page.getByText('This message was deleted')).toBeVisible()
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})
