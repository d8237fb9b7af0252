import { expect, test } from '@playwright/test'
import { violations } from './axe.js'
import { leaveAll, twoInRoom } from './guest.js'

test.afterEach(leaveAll)

test('a person is chosen from the list, mentioned, and finds it', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  const field = ada.page.getByRole('textbox', { name: 'Message', exact: true })
  await field.pressSequentially('Ask @b')
  await expect(ada.page.getByRole('option', { name: 'Bob' })).toBeVisible()
  await ada.page.keyboard.press('Enter')
  await expect(field).toHaveValue('Ask @Bob ')
  await ada.page.keyboard.type('about the boat')
  await ada.page.keyboard.press('Enter')

  const mention = bob.log.locator('.cr-mention')
  await expect(mention).toHaveText('@Bob')
  await expect(mention).toHaveAttribute('data-own', 'true')
  await expect(ada.log.locator('.cr-mention')).toHaveText('@Bob')
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the list of people and mentions are accessible, ${colorScheme}`, async ({ browser }) => {
    const { ada, bob } = await twoInRoom(browser)
    await ada.page.emulateMedia({ colorScheme })
    await ada.page.setViewportSize({ width: 360, height: 640 })
    await ada.say('@Bob, and a word of @Ada herself')
    await bob.say('@Ada, yes?')
    await expect(ada.log.locator('.cr-mention')).toHaveCount(3)
    const field = ada.page.getByRole('textbox', { name: 'Message', exact: true })
    await field.pressSequentially('@')
    await ada.page.keyboard.press('ArrowDown')
    await expect(ada.page.getByRole('option', { selected: true })).toBeVisible()

    expect(await violations(ada.page)).toEqual([])
  })
}
