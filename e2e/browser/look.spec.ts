import { expect, test } from '@playwright/test'
import { violations } from './axe.js'
import { Guest, leaveAll } from './guest.js'

test.afterEach(leaveAll)

const sizes = {
  wide: { width: 1_280, height: 800 },
  narrow: { width: 390, height: 844 },
} as const

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`every view is accessible: ${colorScheme}, ${size}`, async ({ browser }) => {
      const shot = (view: string) => ({ path: `test-results/${view}-${colorScheme}-${size}.png` })
      const ada = await Guest.open(browser, 'Ada', {
        colorScheme,
        reducedMotion: 'reduce',
        viewport,
      })
      const { page } = ada

      await page.screenshot(shot('sign-in'))
      expect.soft(await violations(page)).toEqual([])

      await ada.signIn()
      await page.screenshot(shot('rooms'))
      expect.soft(await violations(page)).toEqual([])

      const room = `Tea ${crypto.randomUUID().slice(0, 4)}`
      await ada.createRoom(room, 'public')
      const bob = await Guest.arrive(browser, 'Bob')
      await bob.joinRoom(room)
      await ada.say('Good morning! Has anybody seen the kettle?')
      await ada.say('The blue one, with the dent.')
      await expect(bob.message('The blue one, with the dent.')).toBeVisible()
      await bob.say('It is on the second shelf, behind the biscuits: https://example.com/kettle')
      await bob.say('I put it there yesterday so that it would survive the party 🎉')
      await ada.say('Found it, thank you!')
      await expect(bob.message('Found it, thank you!')).toBeVisible()
      await page.screenshot(shot('room'))
      expect.soft(await violations(page)).toEqual([])

      await ada.person('Bob')
      await page.screenshot(shot('people'))
      expect.soft(await violations(page)).toEqual([])
      expect(ada.complaints).toEqual([])
    })
  }
}

test('nothing is wider than a narrow screen', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada', { viewport: { width: 320, height: 640 } })
  await ada.createRoom(`A room with a very long name indeed ${crypto.randomUUID()}`, 'public')
  const address = `https://example.com/${'x'.repeat(300)}`
  await ada.say(address)
  await expect(ada.message(address)).toBeVisible()

  const overflow = await ada.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )

  expect(overflow).toBe(0)
})

test('everything can be done with the keyboard alone', async ({ browser }) => {
  const guest = await Guest.open(browser, 'Kay')
  const { page } = guest
  const tabTo = async (wanted: ReturnType<typeof page.getByRole>) => {
    for (let presses = 0; presses < 150; presses++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) {
        return
      }
      await page.keyboard.press('Tab')
    }
    throw new Error('unable to reach it with Tab')
  }

  await tabTo(guest.nameField)
  await page.keyboard.type('Kay')
  await page.keyboard.press('Enter')
  await expect(guest.roomList).toBeVisible()
  await tabTo(guest.roomList.getByRole('button', { name: 'Join General' }))
  await page.keyboard.press('Enter')
  await guest.isIn('General')
  await expect(guest.log.getByRole('article').first()).toBeVisible()

  const messages = guest.log.getByRole('article')
  await tabTo(guest.log)
  await page.keyboard.press('End')
  await expect(messages.last()).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(messages.nth(-2)).toBeFocused()
  await page.keyboard.press('Home')
  await expect(messages.first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(guest.composer).toBeFocused()
  await page.keyboard.type('Typed without a mouse')
  await page.keyboard.press('Enter')
  await expect(guest.message('Typed without a mouse')).toBeVisible()
})
