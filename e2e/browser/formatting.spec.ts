import { expect, type Locator, test } from '@playwright/test'
import { violations } from './axe.js'
import { Guest, leaveAll, roomName } from './guest.js'

test.afterEach(leaveAll)

const lines = '**bold**, *italic*, ~~struck~~, `code` and [a link](https://example.com/kettle)'
const long = `const kettle = ${'"boiling water" + '.repeat(12)}"tea"`
const code = `Try this:\n\`\`\`ts\n${long}\nfor (const cup of cups) {\n  pour(kettle, cup)\n}\n\`\`\``
const list = 'For tomorrow:\n- tea\n- biscuits\n  - plain\n  - with chocolate\n- cups'
const steps = '1. Boil the water\n2. Wait\n3. Pour'
const quote = '> Has anybody seen the kettle?\n> The **blue** one.\nOn the second shelf.'
const arabic = '> هل رأى أحدكم الغلاية؟\n- على **الرف** الثاني\n- خلف البسكويت `x + y`'

/** The newest message. */
const last = (guest: Guest): Locator => guest.log.getByRole('article').last()

async function sayAll(guest: Guest): Promise<void> {
  for (const text of [lines, quote, list, steps, code, '🎉', arabic]) {
    await guest.say(text)
  }
  await expect(last(guest).getByText(/^(?:Sent|Delivered|Read by .+)$/)).toBeAttached()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`formatted messages are accessible and fit a telephone: ${colorScheme}`, async ({
    browser,
  }) => {
    const room = roomName()
    const ada = await Guest.arrive(browser, 'Ada', {
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 1_000, height: 1_150 },
    })
    await ada.createRoom(room, 'public')
    const bob = await Guest.arrive(browser, 'Bob', {
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 360, height: 1_150 },
    })
    await bob.joinRoom(room)
    await sayAll(ada)
    await expect(last(bob).getByRole('listitem')).toHaveCount(2)

    for (const { page, name, complaints } of [ada, bob]) {
      await page.screenshot({ path: `test-results/formatting-${colorScheme}-${name}.png` })
      expect.soft(await violations(page)).toEqual([])
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect.soft(overflow).toBe(0)
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl'
      })
      await page.screenshot({ path: `test-results/formatting-${colorScheme}-${name}-rtl.png` })
      expect.soft(await violations(page)).toEqual([])
      expect(complaints).toEqual([])
    }
  })
}

test('every mark is drawn, and nothing else', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada', { viewport: { width: 320, height: 800 } })
  await ada.createRoom(roomName(), 'public')
  await ada.say(lines)
  for (const [role, text] of [
    ['strong', 'bold'],
    ['emphasis', 'italic'],
    ['deletion', 'struck'],
    ['code', 'code'],
    ['link', 'a link'],
  ] as const) {
    await expect(last(ada).getByRole(role)).toHaveText(text)
  }
  await ada.say('<b>2 * 3 * 4</b> in snake_case_names')
  await expect(ada.message('<b>2 * 3 * 4</b> in snake_case_names')).toBeVisible()

  await ada.say(code)
  const block = last(ada).locator('pre')
  await expect(block).toHaveText(/^const kettle/)
  expect(await block.evaluate((box) => box.scrollWidth > box.clientWidth + 100)).toBe(true)
  expect(
    await ada.page.evaluate(() =>
      [...document.querySelectorAll('*')].every(
        (each) => each.closest('pre') !== null || each.getBoundingClientRect().right <= 320,
      ),
    ),
  ).toBe(true)
})

test('code is scrolled by keyboard, and its button copies it', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await ada.createRoom(roomName(), 'public')
  await ada.say(code)
  const { page } = ada
  const block = last(ada).locator('pre')
  await expect(block).toBeVisible()

  await ada.log.focus()
  await page.keyboard.press('ArrowUp')
  await expect(last(ada)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(block.locator('code')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => block.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0)

  await expect(async () => {
    await block.evaluate((box) => {
      box.scrollLeft = box.scrollWidth
    })
    await page.keyboard.press('ArrowRight')
    const copy = last(ada).getByRole('button', { name: 'Copy code' })
    await expect(copy).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(last(ada).getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('pour(kettle, cup)')
})

test('rich text is pasted with its marks, which undo takes back', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await ada.createRoom(roomName(), 'public')
  const { page, composer } = ada
  await composer.pressSequentially('See ')
  await page.evaluate(async () => {
    const html = '<p>the <b>blue</b> one</p><ul><li>here</li></ul>'
    const item = {
      'text/html': new Blob([html], { type: 'text/html' }),
      'text/plain': new Blob(['the blue one'], { type: 'text/plain' }),
    }
    await navigator.clipboard.write([new ClipboardItem(item)])
  })

  await page.keyboard.press('Control+V')
  await expect(composer).toHaveValue('See the **blue** one\n\n- here')
  await page.keyboard.press('Control+Z')
  await expect(composer).toHaveValue('See ')
  await page.keyboard.press('Control+Shift+Z')
  await page.keyboard.press('Enter')
  await expect(last(ada).getByRole('strong')).toHaveText('blue')
})

test('a selection over several messages is copied with who and when', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await ada.createRoom(roomName(), 'public')
  await ada.say('**one**')
  await ada.say('two')
  const { page } = ada
  await expect(ada.message('two')).toBeVisible()
  await ada.log.evaluate((log) => {
    const texts = log.querySelectorAll('.cr-text')
    getSelection()?.setBaseAndExtent(texts[0] ?? log, 0, texts[1] ?? log, 1)
  })

  await page.keyboard.press('Control+C')

  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^Ada, .*\d:\d\d:\n\*\*one\*\*\n\nAda, .*\d:\d\d:\ntwo$/)
})
