import { expect, test } from '@playwright/test'
import { violations } from './axe.js'
import { fillRoom } from './database.js'
import { leaveAll, twoInRoom } from './guest.js'

test.afterEach(leaveAll)

test('an answer quotes its message, follows it, and leads to it however far back', async ({
  browser,
}) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await ada.say('Where shall we meet?')
  await expect(bob.message('Where shall we meet?')).toBeVisible()
  await fillRoom(room, 'Ada', 400)
  await expect(bob.message('line 400')).toBeVisible()
  await bob.page.reload()
  await expect(bob.message('line 400')).toBeVisible()

  await ada.message('line 400').click({ button: 'right' })
  await ada.page.getByRole('menuitem', { name: 'Reply' }).click()
  await ada.say('That was the last one.')
  const quote = bob
    .message('That was the last one.')
    .getByRole('button', { name: /In reply to Ada\s*line 400/ })
  await expect(quote).toBeVisible()

  await ada.message('line 400').click({ button: 'right' })
  await ada.page.getByRole('menuitem', { name: 'Edit' }).click()
  await ada.page.getByRole('textbox', { name: 'Edit message' }).fill('line 400, or so')
  await ada.page.keyboard.press('Enter')
  await expect(
    bob
      .message('That was the last one.')
      .getByRole('button', { name: /In reply to Ada\s*line 400, or so/ }),
  ).toBeVisible()
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})

test('from a quote one comes to its message, and back to the newest', async ({ browser }) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await ada.say('Where shall we meet?')
  const first = bob.message('Where shall we meet?')
  await first.click({ button: 'right' })
  await bob.page.getByRole('menuitem', { name: 'Reply' }).click()
  await fillRoom(room, 'Ada', 400)
  await expect(bob.message('line 400')).toBeVisible()
  await bob.say('At the station.')
  const quote = bob.message('At the station.').getByRole('button', { name: /In reply to Ada/ })
  await bob.page.reload()

  await quote.click()

  await expect(first).toBeInViewport()
  await expect(first).toBeFocused()
  const top = await first.evaluate((element) => element.getBoundingClientRect().top)
  await ada.say('Which station?')
  await expect(bob.page.getByRole('button', { name: '1 new message' })).toBeVisible()
  await expect(bob.message('Which station?')).toHaveCount(0)
  expect(await first.evaluate((element) => element.getBoundingClientRect().top)).toBe(top)

  // Down through the history: each line once, in order, until the newest is there.
  const seen: number[] = []
  await expect(async () => {
    const newest = await bob.message('Which station?').count()
    const lines = (await bob.texts(/line \d+/)).map((line) => Number(line.slice(5)))
    seen.push(...lines.filter((line) => !seen.includes(line)))
    await bob.log.evaluate((log) => {
      log.scrollTop += log.clientHeight
    })
    expect(newest).toBe(1)
  }).toPass({ timeout: 60_000, intervals: [50] })
  expect(seen).toEqual(Array.from({ length: 400 }, (_, nth) => nth + 1))

  await quote.click()
  await expect(first).toBeInViewport()
  await bob.page.reload()
  await quote.click()
  await expect(first).toBeInViewport()
  await bob.page.getByRole('button', { name: 'Jump to the latest message' }).click()
  await expect(bob.message('Which station?')).toBeInViewport()
  await expect(bob.page.getByRole('button', { name: 'Jump to the latest message' })).toHaveCount(0)
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`quotes are accessible, ${colorScheme}`, async ({ browser }) => {
    const { ada, bob } = await twoInRoom(browser)
    await ada.say('Where shall we meet?')
    await bob.message('Where shall we meet?').click({ button: 'right' })
    await bob.page.getByRole('menuitem', { name: 'Reply' }).click()
    await bob.say('At the station.')
    await ada.message('At the station.').click({ button: 'right' })
    await ada.page.getByRole('menuitem', { name: 'Reply' }).click()
    await ada.page.emulateMedia({ colorScheme })
    await ada.page.setViewportSize({ width: 360, height: 640 })

    await expect(ada.page.getByText(/^Replying to/)).toBeVisible()
    expect(await violations(ada.page)).toEqual([])
    await ada.say('The central station, or the one at the other end of the town?')
    await expect(
      ada.stored('The central station, or the one at the other end of the town?'),
    ).toBeAttached()
    expect(await violations(ada.page)).toEqual([])
  })
}
