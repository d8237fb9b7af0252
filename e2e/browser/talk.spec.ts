import { expect, test } from '@playwright/test'
import { Guest, leaveAll, roomName, twoInRoom } from './guest.js'

test.afterEach(leaveAll)

/** Two people in a new room that see each other online, so that each hears that the other types. */
async function twoWhoSeeEachOther(browser: Parameters<typeof twoInRoom>[0]) {
  const both = await twoInRoom(browser)
  await both.ada.seesOnline('Bob')
  await both.bob.seesOnline('Ada')
  return both
}

test('two people talk, in order, and nothing complains', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)

  for (let n = 1; n <= 5; n++) {
    await ada.say(`line ${2 * n - 1}.`)
    await expect(bob.message(`line ${2 * n - 1}.`)).toBeVisible()
    await bob.say(`line ${2 * n}.`)
    await expect(ada.message(`line ${2 * n}.`)).toBeVisible()
  }

  const lines = Array.from({ length: 10 }, (_, n) => `line ${n + 1}.`)
  expect(await ada.texts(/line \d+\./)).toEqual(lines)
  expect(await bob.texts(/line \d+\./)).toEqual(lines)
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})

test('many lines typed at once arrive once and in order', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)

  for (let n = 1; n <= 20; n++) {
    await ada.say(`quick ${n}.`)
  }

  await expect(bob.message('quick 20.')).toBeVisible()
  await expect(ada.stored('quick 20.')).toBeAttached()

  const lines = Array.from({ length: 20 }, (_, n) => `quick ${n + 1}.`)
  expect(await ada.texts(/quick \d+\./)).toEqual(lines)
  expect(await bob.texts(/quick \d+\./)).toEqual(lines)
})

test('each sees the other online, and offline after leaving', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)

  await ada.seesOnline('Bob')
  await bob.seesOnline('Ada')
  await bob.close()

  await expect((await ada.person('Bob')).getByText('offline')).toBeAttached({ timeout: 15_000 })
})

test('typing shows to the other and goes with the message', async ({ browser }) => {
  const { ada, bob } = await twoWhoSeeEachOther(browser)
  const notice = bob.typing('Ada')

  await ada.composer.pressSequentially('thinking', { delay: 20 })
  await expect(notice).toBeVisible()
  await ada.composer.press('Enter')

  await expect(bob.message('thinking')).toBeVisible()
  await expect(notice).toBeHidden({ timeout: 3_000 })
})

test('typing shows again right after a message was sent', async ({ browser }) => {
  const { ada, bob } = await twoWhoSeeEachOther(browser)
  await ada.composer.pressSequentially('first', { delay: 20 })
  await ada.composer.press('Enter')
  await expect(bob.message('first')).toBeVisible()

  await ada.composer.pressSequentially('second', { delay: 20 })

  await expect(bob.typing('Ada')).toBeVisible()
})

test('typing goes when the text is emptied again', async ({ browser }) => {
  const { ada, bob } = await twoWhoSeeEachOther(browser)
  const notice = bob.typing('Ada')

  await ada.composer.pressSequentially('no', { delay: 20 })
  await expect(notice).toBeVisible()
  await ada.composer.fill('')

  await expect(notice).toBeHidden({ timeout: 7_500 })
})

test('a message is sent, then delivered, then read', async ({ browser }) => {
  const { ada, bob, room } = await twoInRoom(browser)
  const message = ada.message('have you seen this?')
  await bob.closeRoom()
  await bob.context.setOffline(true)

  await ada.say('have you seen this?')
  await expect(message.getByText('Sent', { exact: true })).toBeAttached()
  await bob.context.setOffline(false)
  await expect(message.getByText('Delivered', { exact: true })).toBeAttached({ timeout: 15_000 })
  await expect(bob.room(room).getByText('1 unread')).toBeAttached()
  await bob.openRoom(room)

  await expect(message.getByText(/^Read by (?:\u2068Bob\u2069|everyone)$/)).toBeAttached()
  await expect(bob.room(room).getByText('unread')).toHaveCount(0)
})

test('who leaves the room is said to have left', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)

  await expect(ada.log.getByText(/Bob\u2069 joined/)).toBeVisible()
  await bob.leaveRoom()

  await expect(ada.log.getByText(/Bob\u2069 left/)).toBeVisible()
})

test('a reload keeps the session and shows the history in order', async ({ browser }) => {
  const { ada, bob, room } = await twoInRoom(browser)
  await ada.say('first line')
  await expect(bob.message('first line')).toBeVisible()
  await bob.say('second line')
  await expect(ada.message('second line')).toBeVisible()

  await ada.page.reload()
  if (!(await ada.log.isVisible())) {
    await ada.openRoom(room)
  }

  await expect(ada.message('second line')).toBeVisible()
  expect(await ada.texts(/first line|second line/)).toEqual(['first line', 'second line'])
})

test('a private room is seen by nobody else until they are added', async ({ browser }) => {
  const room = roomName()
  const ada = await Guest.arrive(browser, 'Ada')
  const third = `Cyd ${crypto.randomUUID().slice(0, 4)}`
  const cyd = await Guest.arrive(browser, third)
  await ada.createRoom(room, 'private')
  await ada.say('between us')
  await expect(ada.stored('between us')).toBeAttached()

  await cyd.page.reload()
  await expect(cyd.roomList).toBeVisible()
  await expect(cyd.room(room)).toHaveCount(0)
  await ada.addPerson(third)

  await expect(cyd.room(room)).toBeVisible({ timeout: 15_000 })
  await cyd.openRoom(room)
  await expect(cyd.message('between us')).toBeVisible()
  await cyd.say('thank you')
  await expect(ada.message('thank you')).toBeVisible()
})

test('what is written offline waits and arrives', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.say('still here')
  await expect(bob.message('still here')).toBeVisible()

  await ada.context.setOffline(true)
  await expect(ada.page.getByText(/offline/i).first()).toBeVisible({ timeout: 15_000 })
  await ada.say('written in a tunnel')
  await ada.say('and another')
  await expect(ada.message('written in a tunnel').getByText('Waiting')).toBeAttached()
  await expect(bob.message('written in a tunnel')).toHaveCount(0)
  await ada.context.setOffline(false)

  await expect(bob.message('and another')).toBeVisible({ timeout: 20_000 })
  expect(await bob.texts(/written in a tunnel|and another/)).toEqual([
    'written in a tunnel',
    'and another',
  ])
  await expect(ada.message('and another').getByText('Waiting')).toHaveCount(0)
})

test('what others wrote meanwhile is there after being offline', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser)
  await ada.context.setOffline(true)
  await expect(ada.page.getByText(/offline/i).first()).toBeVisible({ timeout: 15_000 })

  await bob.say('one')
  await bob.say('two')
  await bob.say('three')
  await ada.context.setOffline(false)

  await expect(ada.message('three')).toBeVisible({ timeout: 20_000 })
  expect(await ada.texts(/one|two|three/)).toEqual(['one', 'two', 'three'])
})

test('hostile text stays text', async ({ browser }) => {
  const { ada, bob } = await twoInRoom(browser, ['<b>Ada</b>', 'Bob'])
  const hostile = '<img src=x onerror=alert(1)> <script>alert(2)</script> javascript:alert(3)'

  await ada.say(hostile)

  await expect(bob.message(hostile)).toBeVisible()
  expect(await bob.log.getByRole('img', { name: 'x' }).count()).toBe(0)
  await expect(bob.log.getByRole('link')).toHaveCount(0)
  expect(bob.complaints).toEqual([])
})
