import { expect, test } from '@playwright/test'
import { violations } from './axe.js'
import { fillRoom } from './database.js'
import { type Guest, leaveAll, twoInRoom } from './guest.js'

test.afterEach(leaveAll)

const gone = 'This message is not there any more'

/** Copies the link to a message from its menu. */
async function copyLink(guest: Guest, text: string): Promise<string> {
  await guest.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await guest.message(text).click({ button: 'right' })
  await guest.page.getByRole('menuitem', { name: 'Copy link' }).click()
  const copied = () => guest.page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain('/message/')
  return copied()
}

/** Where the log stands after scrolling it to there, once nothing else can be on its way. */
const scrolledTo = (guest: Guest, top: number): Promise<number> =>
  guest.log.evaluate(async (log, wanted) => {
    log.scrollTop = wanted
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return log.scrollTop
  }, top)

test('a link leads another member to its message, however far back, and leaves them there', async ({
  browser,
}) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await ada.say('It began here')
  await expect(ada.stored('It began here')).toBeVisible()
  const link = await copyLink(ada, 'It began here')
  await fillRoom(room, 'Ada', 400)
  await expect(bob.message('line 400')).toBeVisible()

  const tab = await bob.openTab(link)

  await expect(tab.message('It began here')).toBeInViewport()
  await expect(tab.message('It began here')).toBeFocused()
  await expect(tab.message('line 400')).toHaveCount(0)
  expect(await scrolledTo(tab, 300)).toBe(300)
  expect([...ada.complaints, ...bob.complaints, ...tab.complaints]).toEqual([])
})

test('a link leads to a message in the room that is open', async ({ browser }) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await ada.say('It began here')
  await expect(bob.message('It began here')).toBeVisible()
  await fillRoom(room, 'Ada', 30)
  await expect(bob.message('line 30')).toBeInViewport()
  const link = await copyLink(ada, 'line 20')

  await bob.page.goto(link)
  await expect(bob.message('line 20')).toBeFocused()
  await bob.composer.focus()
  const tab = await bob.openTab(link)

  await expect(tab.message('line 20')).toBeFocused()
  await expect(tab.message('line 20')).toBeInViewport()
})

test('a link to what is not there says so, and the room is shown at its end', async ({
  browser,
}) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await ada.say('elsewhere')
  await expect(ada.stored('elsewhere')).toBeVisible()
  const elsewhere = (await copyLink(ada, 'elsewhere')).split('/message/')[1] ?? ''
  const other = `${room} too`
  await bob.createRoom(other, 'public')
  await fillRoom(other, 'Bob', 60)
  await expect(bob.message('line 60')).toBeInViewport()
  const address = bob.page.url()

  for (const id of [elsewhere, crypto.randomUUID(), 'nonsense']) {
    const tab = await bob.openTab(`${address}/message/${id}`)
    await expect(tab.page.getByRole('alert').filter({ hasText: gone })).toBeVisible()
    await expect(tab.message('line 60')).toBeInViewport()
    expect(await violations(tab.page)).toEqual([])
    await tab.page.getByRole('link', { name: 'Dismiss' }).click()
    await expect(tab.page.getByText(gone)).toHaveCount(0)
    expect(tab.page.url()).toBe(address)
    await tab.closeTab()
  }
})
