import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, expect, test } from '@playwright/test'
import { Guest, leaveAll } from '../browser/guest.js'
import { root } from '../stack.js'

test.afterEach(leaveAll)

const folder = path.join(root, 'docs/images')

/** Writes the PNG as WebP, which is a fraction of its size. */
async function writeWebp(browser: Browser, png: Buffer, file: string): Promise<void> {
  const page = await browser.newPage()
  const url = await page.evaluate(
    async (source) => {
      const image = new Image()
      image.src = source
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', 0.9)
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  await page.close()
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, file), Buffer.from(url.split(',')[1] ?? '', 'base64'))
}

test('a room in light and in dark', async ({ browser }) => {
  const ada = await Guest.arrive(browser, 'Ada', {
    viewport: { width: 420, height: 640 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  })
  const room = 'Weekend hike'
  await ada.createRoom(room, 'public')
  const bob = await Guest.arrive(browser, 'Bob')
  const cleo = await Guest.arrive(browser, 'Cleo')
  await bob.joinRoom(room)
  await cleo.joinRoom(room)
  const everyone = [ada, bob, cleo]
  const talk: readonly (readonly [Guest, string])[] = [
    [bob, 'Saturday will be sunny!'],
    [ada, 'Then let us take the ridge path. It is 14 km, with a lake halfway.'],
    [cleo, 'Is the lake warm enough?'],
    [bob, 'No, but the café is.'],
    [ada, 'Sold. Train at 8:12?'],
    [cleo, 'See you on the platform!'],
  ]
  for (const [author, text] of talk) {
    await author.say(text)
    for (const reader of everyone) {
      await expect(reader.message(text)).toBeVisible()
    }
  }
  await expect(ada.message('Sold. Train at 8:12?').getByText(/^Read by/)).toBeAttached()

  for (const colorScheme of ['light', 'dark'] as const) {
    await ada.page.emulateMedia({ colorScheme })
    await bob.composer.pressSequentially('I bring')
    await expect(ada.typing('Bob')).toBeVisible()
    await writeWebp(browser, await ada.page.screenshot(), `room-${colorScheme}.webp`)
  }
})
