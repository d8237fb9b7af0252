import { expect, test, type Route } from '@playwright/test'
import { leaveAll, twoInRoom, type Guest } from './guest.js'

test.afterEach(leaveAll)

const sending = '**/rest/v1/rpc/send_message'

const lose = (route: Route): Promise<void> => route.abort()

/** How many mutations the browser keeps, of whomever. */
const kept = ({ page }: Guest): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('parley')
        opening.onerror = () => {
          reject(new Error('unable to open the database'))
        }
        opening.onsuccess = () => {
          const database = opening.result
          const counting = database.transaction('mutations').objectStore('mutations').count()
          counting.onsuccess = () => {
            database.close()
            resolve(counting.result)
          }
        }
      }),
  )

test('a message written offline survives a reload and is sent once', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.context.setOffline(true)
  await ada.say('written in a tunnel')
  await expect(ada.message('written in a tunnel').getByText('Waiting')).toBeAttached()
  await ada.context.route(sending, lose)
  await ada.context.setOffline(false)

  await ada.page.reload()
  await expect(ada.message('written in a tunnel')).toBeVisible()
  await expect(bob.message('written in a tunnel')).toHaveCount(0)
  await ada.context.unroute(sending)

  await expect(ada.stored('written in a tunnel')).toBeAttached({ timeout: 30_000 })
  await expect(bob.message('written in a tunnel')).toBeVisible()
  await ada.page.reload()
  await expect(ada.stored('written in a tunnel')).toBeAttached()
  expect(await bob.texts(/written in a tunnel/)).toEqual(['written in a tunnel'])
  expect(await kept(ada)).toBe(0)
  expect(ada.complaints.filter((text) => text.includes('Parley cannot'))).toEqual([])
})

test('what is sent by the last key before a page is left is there after it', async ({
  browser,
}) => {
  const { ada, bob } = await twoInRoom(browser)
  const texts = ['one', 'two', 'three', 'four']
  for (const text of texts) {
    await ada.composer.fill(text)
    const left = ada.page.waitForEvent('load')
    await ada.composer.evaluate((field) => {
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
      location.reload()
    })
    await left
    await expect(ada.stored(text)).toBeAttached()
  }
  await expect(bob.message('four')).toBeVisible()
  expect(await bob.texts(/one|two|three|four/)).toEqual(texts)
})

test('a text begun survives a reload and a closed tab, and shows in another one', async ({
  browser,
}) => {
  const { ada } = await twoInRoom(browser)
  await ada.composer.fill('begun')
  await ada.page.reload()
  await expect(ada.composer).toHaveValue('begun')

  const second = await ada.openTab()
  await expect(second.composer).toHaveValue('begun')
  await second.composer.fill('begun, and gone on with')
  await expect(ada.composer).toHaveValue('begun, and gone on with')
  await ada.closeTab()
  const third = await second.openTab()
  await second.closeTab()
  await third.page.reload()

  await expect(third.composer).toHaveValue('begun, and gone on with')
})

test('a tab sends what another one left that was closed', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  const second = await ada.openTab()
  await second.page.route(sending, lose)
  await second.say('from the closed tab')
  await expect(second.message('from the closed tab')).toBeVisible()
  await expect.poll(() => kept(ada)).toBe(1)
  await expect(ada.message('from the closed tab')).toHaveCount(0)

  await second.closeTab()

  await expect(bob.message('from the closed tab')).toBeVisible({ timeout: 25_000 })
  await expect(ada.stored('from the closed tab')).toBeAttached()
  expect(await bob.texts(/from the closed tab/)).toEqual(['from the closed tab'])
  expect(await kept(ada)).toBe(0)
})

test('who signs out leaves neither a text begun nor a message that waits', async ({ browser }) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await ada.context.route(sending, lose)
  await ada.say('of the last person')
  await ada.composer.fill('begun by the last person')
  await expect.poll(() => kept(ada)).toBe(1)

  await ada.signOut()
  expect(await kept(ada)).toBe(0)
  await ada.context.unroute(sending)
  await ada.signIn()
  await ada.joinRoom(room)

  await expect(ada.composer).toHaveValue('')
  await ada.say('of the next person')
  await expect(bob.message('of the next person')).toBeVisible()
  expect(await bob.texts(/of the (?:last|next) person/)).toEqual(['of the next person'])
})
