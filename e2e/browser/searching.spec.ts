import { expect, test } from '@playwright/test'
import { violations } from './axe.js'
import { fillRoom } from './database.js'
import { type Guest, leaveAll, twoInRoom } from './guest.js'

test.afterEach(leaveAll)

const panelOf = ({ page }: Guest) => page.getByRole('search', { name: 'Search messages' })

async function search(guest: Guest, text: string): Promise<void> {
  if ((await panelOf(guest).count()) === 0) {
    await guest.page.getByRole('button', { name: 'Search messages' }).click()
  }
  await panelOf(guest).getByRole('searchbox').fill(text)
}

const resultsOf = (guest: Guest) => panelOf(guest).getByRole('listitem')

test('a message is found however far back, and gone to', async ({ browser }) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await fillRoom(room, 'Ada', 400, 'The *password* of the **printer** is on the wall')
  await expect(bob.message('line 400')).toBeVisible()

  await search(bob, 'print pass')
  await expect(resultsOf(bob)).toHaveCount(1)
  await expect(resultsOf(bob)).toContainText('Ada')
  await expect(resultsOf(bob)).toContainText('The password of the printer is on the wall')
  await expect(resultsOf(bob).locator('mark')).toHaveText(['password', 'printer'])

  await bob.page.keyboard.press('ArrowDown')
  await bob.page.keyboard.press('Enter')
  const found = bob.log.getByRole('article').filter({ hasText: 'The password of the printer' })
  await expect(found).toBeInViewport()
  await expect(panelOf(bob)).toBeVisible()

  await search(bob, 'line')
  await expect(resultsOf(bob)).toHaveCount(20)
  await expect(resultsOf(bob).first()).toContainText('line 400')
  await panelOf(bob).getByRole('button', { name: 'Show more' }).click()
  await expect(resultsOf(bob)).toHaveCount(40)
  const texts = await resultsOf(bob).allInnerTexts()
  expect(new Set(texts).size).toBe(40)

  await search(bob, 'nothing like it')
  await expect(panelOf(bob).getByRole('status')).toHaveText('No messages found')
  await bob.page.keyboard.press('Escape')
  await expect(panelOf(bob)).toHaveCount(0)
  await expect(bob.page.getByRole('button', { name: 'Search messages' })).toBeFocused()
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})

test('what is edited is found as it is, what is deleted not at all', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.say('Tea with lemon')
  await ada.say('Coffee with milk')
  await expect(bob.message('Coffee with milk')).toBeVisible()
  await ada.message('Tea with lemon').click({ button: 'right' })
  await ada.page.getByRole('menuitem', { name: 'Edit' }).click()
  await ada.page.getByRole('textbox', { name: 'Edit message' }).fill('Tea with honey')
  await ada.page.keyboard.press('Enter')
  await ada.message('Coffee with milk').click({ button: 'right' })
  await ada.page.getByRole('menuitem', { name: 'Delete' }).click()
  await ada.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
  await expect(bob.message('Tea with honey')).toBeVisible()
  await expect(bob.message('Coffee with milk')).toHaveCount(0)

  await search(bob, 'with')
  await expect(resultsOf(bob)).toHaveCount(1)
  await expect(resultsOf(bob)).toContainText('Tea with honey')
  for (const gone of ['lemon', 'milk']) {
    await search(bob, gone)
    await expect(panelOf(bob).getByRole('status')).toHaveText('No messages found')
  }
})

test('on a small screen it covers the room until something is gone to', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.say('Where shall we meet?')
  await bob.page.setViewportSize({ width: 360, height: 640 })
  await expect(bob.message('Where shall we meet?')).toBeVisible()

  await search(bob, 'meet')
  await expect(resultsOf(bob)).toHaveCount(1)
  const box = await panelOf(bob).boundingBox()
  expect(box?.width).toBe(360)
  await resultsOf(bob).getByRole('button').click()

  await expect(panelOf(bob)).toHaveCount(0)
  await expect(bob.message('Where shall we meet?')).toBeInViewport()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`the search is accessible, ${colorScheme}, ${width} px`, async ({ browser }) => {
      const { ada, bob } = await twoInRoom(browser)
      await ada.say('Where shall we meet?')
      await expect(bob.message('Where shall we meet?')).toBeVisible()
      await bob.page.emulateMedia({ colorScheme })
      await bob.page.setViewportSize({ width, height: 640 })

      await bob.page.getByRole('button', { name: 'Search messages' }).click()
      await expect(panelOf(bob)).toBeVisible()
      expect(await violations(bob.page)).toEqual([])
      await search(bob, 'meet')
      await expect(resultsOf(bob)).toHaveCount(1)
      expect(await violations(bob.page)).toEqual([])
      await search(bob, 'elsewhere')
      await expect(panelOf(bob).getByRole('status')).toHaveText('No messages found')
      expect(await violations(bob.page)).toEqual([])
      expect(bob.complaints).toEqual([])
    })
  }
}
