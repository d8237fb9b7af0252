import { type Browser, expect, test } from '@playwright/test'
import { leaveAll } from '../browser/guest.js'
import { Visitor } from '../examples/visitor.js'
import { FollowedGuide } from './followed-guide.js'

const chapters = process.env['EVERY_APP'] === undefined ? [] : ['Next.js', 'Vite']

test.afterEach(leaveAll)

/** Comes in as the page has it, by the guest's button or by a name, and joins. */
async function enter(browser: Browser, url: string, name: string): Promise<Visitor> {
  const visitor = await Visitor.open(browser, url)
  await visitor.connected()
  const asGuest = visitor.page.getByRole('button', { name: 'Continue as a guest' })
  const byName = visitor.page.getByRole('textbox', { name: 'Your name' })
  await expect(asGuest.or(byName)).toBeVisible()
  if (await asGuest.isVisible()) {
    await asGuest.click()
  } else {
    await byName.fill(name)
    await byName.press('Enter')
  }
  await visitor.join()
  return visitor
}

for (const chapter of chapters) {
  test(`who follows the quick start for ${chapter} talks to another`, async ({
    browser,
  }, testInfo) => {
    const guide = new FollowedGuide(chapter)
    let visits = 0
    try {
      await guide.follow(async (url) => {
        visits += 1
        const ada = await enter(browser, url, 'Ada')
        const bob = await enter(browser, url, 'Bob')
        const question = `Is this visit ${String(visits)} of ${chapter}?`
        const answer = `Number ${String(visits)} of ${chapter} it is.`
        await ada.say(question)
        await expect(bob.message(question)).toBeVisible()
        await bob.say(answer)
        await expect(ada.message(answer)).toBeVisible()
        await ada.page.screenshot({ path: testInfo.outputPath(`${String(visits)}.png`) })
        expect([...ada.complaints, ...bob.complaints]).toEqual([])
        await leaveAll({ browser })
      })
      expect(visits).toBeGreaterThan(0)
    } finally {
      await guide.end()
    }
  })
}
