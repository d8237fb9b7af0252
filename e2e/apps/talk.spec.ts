import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { distributed, show } from '../browser/copied-room.js'
import { leaveAll } from '../browser/guest.js'
import { productAddresses } from '../browser/one-stack.js'
import { Visitor } from '../examples/visitor.js'
import { differences, lookOf } from '../support/computed-look.js'
import { person, roomOf, send } from '../support/people.js'
import { looksTheSame } from '../support/pictures.js'
import { App, templates } from './app.js'
import { type Cell, cells } from './cells.js'

test.afterEach(leaveAll)

const expectSoftly = expect.configure({ soft: true })

/** Comes to a room as a new guest and joins it. */
async function enter(browser: Browser, url: string): Promise<Visitor> {
  const visitor = await Visitor.open(browser, url)
  await expect(visitor.message('The kettle is here')).toBeVisible()
  // Signing in ends the connection before; one that is still being made would end with a warning.
  await expect(visitor.page.locator('.cr-room')).toHaveAttribute('data-connection', 'connected')
  await visitor.page.getByRole('button', { name: 'Continue as a guest' }).click()
  await visitor.join()
  return visitor
}

/**
 * Shows the same room as it is now on a page without any style, in a box as large, at the same place, and with the font
 * that the room takes over from its page.
 */
async function showBare(bare: Page, page: Page, { theme }: Cell): Promise<void> {
  const room = page.locator('.cr-room')
  const { x = 0, y = 0, height = 0, width = 0 } = (await room.boundingBox()) ?? {}
  const place = `position: absolute; left: ${x}px; top: ${y}px; height: ${height}px; width: ${width}px`
  const { markup, font } = await room.evaluate((element) => {
    const copy = element.cloneNode(true) as Element
    copy.setAttribute('class', 'cr-room')
    return { markup: copy.outerHTML, font: getComputedStyle(element).fontFamily }
  })
  const themes =
    theme === undefined
      ? []
      : [distributed('shadcn.css'), readFileSync(path.join(templates, theme), 'utf8')]
  const scheme = (await page.locator('html').getAttribute('class')) ?? ''
  await show(bare, markup, {
    viewport: page.viewportSize() ?? undefined,
    html: `class="${scheme}"`,
    sheets: [distributed('styles.css'), ...themes],
    around: (inside) => `<div style='${place}; font-family: ${font}'>${inside}</div>`,
  })
}

for (const cell of cells) {
  test(`two people talk in an app of ${cell.name}, and it looks as it should`, async ({
    browser,
  }, testInfo) => {
    const app = new App()
    try {
      await test.step('make', () => app.make(cell))
      await test.step('serve', () => app.serve(cell))
      const owner = await person(productAddresses(), 'Olga')
      const { id } = await roomOf(owner, [], 'public')
      await send(owner, id, 'The kettle is here')
      const url = `${app.url}/?room=${id}`
      if (cell.kind !== 'vite') {
        expectSoftly(await (await fetch(url)).text()).toContain('The kettle is here')
      }

      const ada = await enter(browser, url)
      const bob = await enter(browser, url)
      await ada.say('Has anybody seen the kettle?')
      await expect(bob.message('Has anybody seen the kettle?')).toBeVisible()
      await bob.say('Behind the biscuits: https://example.com/kettle')
      await expect(ada.page.getByText('Behind the biscuits')).toBeVisible()

      const box = ada.page.locator('.cr-room')
      const { height = 0 } = (await box.boundingBox()) ?? {}
      if (cell.hasUtilities) {
        expectSoftly(height).toBe(500)
      } else {
        expectSoftly(height).toBeGreaterThan(400)
      }
      await ada.composer.blur()
      const bare = await browser.newPage()
      for (const scheme of ['light', 'dark']) {
        await ada.page.locator('html').evaluate((root, name) => {
          root.setAttribute('class', name)
        }, scheme)
        await expectSoftly(box).toHaveCSS('color-scheme', scheme)
        // What somebody has just read may be marked in between.
        await expectSoftly
          .poll(async () => {
            await showBare(bare, ada.page, cell)
            const differ = differences(await lookOf(bare), await lookOf(ada.page))
            const picture = await box.screenshot()
            return looksTheSame(picture, await bare.locator('.cr-room').screenshot())
              ? differ
              : [...differ, 'the pictures']
          })
          .toEqual([])
        await ada.page.screenshot({ path: testInfo.outputPath(`${scheme}.png`) })
        await bare.screenshot({ path: testInfo.outputPath(`${scheme}-bare.png`) })
      }
      expectSoftly([...ada.complaints, ...bob.complaints, app.complaints]).toEqual([''])
    } finally {
      await app.end()
    }
  })
}
