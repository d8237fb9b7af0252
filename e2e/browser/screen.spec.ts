import { expect, test } from '@playwright/test'
import { violations } from './axe.js'
import { faintSigns } from './contrast.js'
import { Guest, leaveAll } from './guest.js'

test.afterEach(leaveAll)

const roomName = (): string => `Room ${crypto.randomUUID().slice(0, 8)}`
const tall = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n')

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a message below the edge is told of, legibly, and in the tab: ${colorScheme}`, async ({
    browser,
  }) => {
    const room = roomName()
    const ada = await Guest.arrive(browser, 'Ada', { colorScheme, reducedMotion: 'reduce' })
    await ada.createRoom(room, 'public')
    const bob = await Guest.arrive(browser, 'Bob')
    await bob.joinRoom(room)
    await bob.say(tall)
    await expect(ada.log.getByText('line 59')).toBeVisible()
    await expect(ada.page).toHaveTitle(`${room} · Parley`)
    await ada.scrollUp(300)

    await bob.say('and one more')

    await expect(ada.page.getByRole('button', { name: '1 new message' })).toBeVisible()
    await expect(ada.page).toHaveTitle(`(1) ${room} · Parley`)
    await ada.composer.fill('a draft')
    expect.soft(await violations(ada.page)).toEqual([])
    expect.soft(await faintSigns(ada.page)).toEqual([])
    await ada.page.getByRole('button', { name: '1 new message' }).click()
    await expect(ada.page).toHaveTitle(`${room} · Parley`)

    await ada.page.goto(`/#/room/${crypto.randomUUID()}`)
    await expect(ada.page.getByRole('button', { name: 'Try again' })).toBeVisible()
    expect.soft(await violations(ada.page)).toEqual([])
  })
}

test('the wheel over many unread rooms moves the list, never the page', async ({ browser }) => {
  const ada = await Guest.open(browser, 'Ada')
  const rooms = Array.from({ length: 40 }, (_, n) => ({
    id: crypto.randomUUID(),
    name: `Room ${n}`,
    visibility: 'public',
    role: 'member',
    unread: 3,
  }))
  await ada.page.route('**/rest/v1/rpc/my_rooms', (route) => route.fulfill({ json: rooms }))
  // Rooms to join would stand below one's own and push the last of them out of sight.
  await ada.page.route('**/rest/v1/chat_rooms?*', (route) => route.fulfill({ json: [] }))
  await ada.signIn()
  await expect(ada.room('Room 39')).toBeAttached()

  await ada.room('Room 0').hover()
  await ada.page.mouse.wheel(0, 10_000)
  await expect(ada.room('Room 39')).toBeInViewport()
  await expect(ada.room('Room 0')).not.toBeInViewport()
  expect(
    await ada.page.evaluate(() => {
      const page = document.documentElement
      return { moved: window.scrollY, hidden: page.scrollHeight - page.clientHeight }
    }),
  ).toEqual({ moved: 0, hidden: 0 })
})

test('the next person at a browser meets nothing of the last one', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada')
  await ada.createRoom(roomName(), 'private')
  await ada.composer.fill('between us')

  await ada.signOut()
  await ada.signIn()

  await expect(ada.page.getByRole('heading', { name: 'Pick a room' })).toBeVisible()
  expect(new URL(ada.page.url()).hash).toBe('#/')
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith('parley:'))
  expect(await ada.page.evaluate(kept)).toEqual([])
})

test('the focus goes where one goes on, and back where one came from', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada')
  const opener = ada.roomList.getByRole('button', { name: 'New room' })
  const dialog = ada.page.getByRole('dialog', { name: 'New room' })

  await opener.click()
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await ada.page.keyboard.press('Escape')
  await expect(opener).toBeFocused()

  await ada.createRoom(roomName(), 'public')
  await expect(ada.composer).toBeFocused()
  await ada.page.getByRole('button', { name: 'Leave room' }).click()
  const stay = ada.page.getByRole('button', { name: 'Stay' })
  await expect(stay).toBeFocused()
  await stay.click()
  await expect(ada.page.getByRole('button', { name: 'Leave room' })).toBeFocused()

  await ada.leaveRoom()
  await expect(ada.roomList).toBeFocused()
})

test('a name that is too long is cut between characters, never within one', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada')
  await ada.roomList.getByRole('button', { name: 'New room' }).click()
  const name = ada.page.getByRole('textbox', { name: 'Name' })

  await name.fill(`${'x'.repeat(78)}\u{1f469}\u200d\u{1f467}`)

  await expect(name).toHaveValue('x'.repeat(78))
})

test('at 320 by 200 one reads, writes and finds the way back', async ({ browser }) => {
  const name = `A room with a very long name indeed ${crypto.randomUUID()}`
  const viewport = { width: 320, height: 200 }
  const ada = await Guest.arrive(browser, 'Ada', { viewport, reducedMotion: 'reduce' })
  await ada.createRoom(name, 'public')
  const oneLine = await ada.composer.evaluate((field) => field.clientHeight)
  expect(oneLine).toBeLessThan(40)
  await ada.say(tall)
  await expect(ada.log.getByText('line 59')).toBeVisible()
  await ada.log.evaluate((log) => {
    log.scrollTop = 0
  })

  const jump = ada.page.getByRole('button', { name: 'Jump to the latest message' })
  await expect(jump).toBeVisible()

  const [log, header, button] = await Promise.all([
    ada.log.boundingBox(),
    ada.page.locator('.cr-header').boundingBox(),
    jump.boundingBox(),
  ])
  expect(log?.height).toBeGreaterThan(72)
  expect(button?.y).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0))
})

test('written from right to left, and in the colours of the reader, all is where it belongs', async ({
  browser,
}) => {
  const room = roomName()
  const ada = await Guest.arrive(browser, 'Ada', { forcedColors: 'active' })
  await ada.createRoom(room, 'public')
  const bob = await Guest.arrive(browser, 'Bob')
  await bob.joinRoom(room)
  await bob.say(`Marks: ${'Z'.concat('\u0301'.repeat(60))}`)
  await bob.say('See https://example.com/\u202egpj.exe')
  await expect(ada.log.getByRole('link')).toHaveAttribute('href', 'https://example.com/')
  await ada.page.evaluate(() => {
    document.documentElement.dir = 'rtl'
  })

  const gapAtStart = (selector: string): Promise<number> =>
    ada.page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const range = document.createRange()
        range.selectNodeContents(element)
        return element.getBoundingClientRect().right - range.getBoundingClientRect().right
      })
  for (const selector of ['.cr-name', '.cr-author', '.room-name', '.room-last']) {
    expect.soft(await gapAtStart(selector), selector).toBeLessThan(2)
  }
  const mirrored = await ada.page
    .locator('.back .icon')
    .evaluate((icon) => getComputedStyle(icon).scale)
  expect.soft(mirrored).toBe('-1 1')
  await expect.soft(ada.room(room)).not.toHaveCSS('outline-style', 'none')
  await expect.soft(ada.page.locator('.cr-body').first()).toHaveCSS('overflow', 'clip')
})
