import { expect, test } from '@playwright/test'
import { differences, lookOf } from '../support/computed-look.js'
import { hostSheets } from '../support/host-sheets.js'
import { violations } from './axe.js'
import { block, builds, copyRoom, distributed, type Place, show } from './copied-room.js'
import { leaveAll } from './guest.js'

let markup: string

test.beforeAll(async ({ browser }) => {
  markup = await copyRoom(browser)
  await leaveAll({ browser })
})
test.afterEach(leaveAll)

const within =
  (...opening: readonly string[]) =>
  (room: string): string =>
    opening.map((attributes) => `<div ${attributes}>`).join('') +
    block(room) +
    '</div>'.repeat(opening.length)

const room = (theme: string): string => `class="cr-room" data-theme="${theme}"`
const schemes: readonly (readonly [string, 'light' | 'dark', Place])[] = [
  ['on a light system', 'light', {}],
  ['on a dark system', 'dark', { colorScheme: 'dark' }],
  ['in a page of class dark', 'dark', { html: 'class="dark"' }],
  [
    'in a page of class light on a dark system',
    'light',
    { html: 'class="light"', colorScheme: 'dark' },
  ],
  ['in a page of data-theme dark', 'dark', { html: 'data-theme="dark"' }],
  ['in a page of data-bs-theme dark', 'dark', { html: 'data-bs-theme="dark"' }],
  [
    'in a page of data-bs-theme light on a dark system',
    'light',
    { html: 'data-bs-theme="light"', colorScheme: 'dark' },
  ],
  [
    'in a page of another theme on a dark system',
    'dark',
    { html: 'data-theme="cupcake"', colorScheme: 'dark' },
  ],
  [
    'in a light part of a dark page',
    'light',
    { html: 'class="dark"', around: within('class="light"') },
  ],
  [
    'in a dark part of a light part of a dark page',
    'dark',
    { html: 'class="dark"', around: within('data-theme="light"', 'class="dark"') },
  ],
  ['with a class of its own', 'dark', { attributes: 'class="cr-room dark"' }],
  [
    'with theme light in a dark page',
    'light',
    { html: 'class="dark"', attributes: room('light'), colorScheme: 'dark' },
  ],
  ['with theme dark in a light page', 'dark', { html: 'class="light"', attributes: room('dark') }],
  [
    'with theme system in a dark page',
    'light',
    { html: 'class="dark"', attributes: room('system') },
  ],
  [
    'with theme system on a dark system in a light page',
    'dark',
    { html: 'class="light"', attributes: room('system'), colorScheme: 'dark' },
  ],
]

for (const [where, scheme, place] of schemes) {
  test(`${where} the room is ${scheme}`, async ({ page }) => {
    await show(page, markup, { attributes: room(scheme) })
    const expected = await lookOf(page)

    for (const [build, ours] of Object.entries(builds)) {
      await show(page, markup, { ...place, sheets: [ours] })

      await expect(page.locator('.cr-room')).toHaveCSS('color-scheme', scheme)
      expect.soft(differences(expected, await lookOf(page)), build).toEqual([])
    }
  })
}

for (const scheme of ['light', 'dark'] as const) {
  test(`everything can be read: ${scheme}`, async ({ page }) => {
    await show(page, markup, { attributes: room(scheme), sheets: [builds.lowered] })

    expect(await violations(page)).toEqual([])
  })
}

const shadcn = `:root { --radius: 0.5rem; --background: oklch(1 0 0); --foreground: oklch(0.145 0 0);
    --card: oklch(1 0 0); --card-foreground: oklch(0.145 0 0); --popover: oklch(1 0 0); --primary: oklch(0.205 0 0);
    --primary-foreground: oklch(0.985 0 0); --secondary: oklch(0.97 0 0); --muted: oklch(0.97 0 0);
    --muted-foreground: oklch(0.556 0 0); --accent: oklch(0.97 0 0); --destructive: oklch(0.577 0.245 27.325);
    --border: oklch(0.922 0 0); --ring: oklch(0.708 0 0) }
  .dark { --background: oklch(0.145 0 0); --foreground: oklch(0.985 0 0); --card: oklch(0.205 0 0);
    --card-foreground: oklch(0.985 0 0); --popover: oklch(0.205 0 0); --primary: oklch(0.922 0 0);
    --primary-foreground: oklch(0.205 0 0); --secondary: oklch(0.269 0 0); --muted: oklch(0.269 0 0);
    --muted-foreground: oklch(0.708 0 0); --accent: oklch(0.269 0 0); --destructive: oklch(0.704 0.191 22.216);
    --border: oklch(1 0 0 / 10%); --ring: oklch(0.556 0 0) }`

for (const order of ['before', 'after'] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`the theme of shadcn/ui, ${order} the sheet, is the room's: ${scheme}`, async ({
      page,
    }) => {
      const map = distributed('shadcn.css')
      const sheets =
        order === 'before' ? [shadcn, map, builds.lowered] : [builds.lowered, map, shadcn]

      await show(page, markup, { sheets, html: `class="${scheme}"` })

      const primary = scheme === 'light' ? 'oklch(0.205 0 0)' : 'oklch(0.922 0 0)'
      await expect(page.locator("[data-own='true'] .cr-bubble").first()).toHaveCSS(
        'background-color',
        primary,
      )
      await expect(page.locator('.cr-bubble').first()).toHaveCSS('border-top-left-radius', '12px')
      expect(await violations(page)).toEqual([])
      await page.screenshot({ path: `test-results/shadcn-${scheme}.png` })
    })
  }
}

test('colours of the reader are kept, and shapes drawn with borders', async ({ page }) => {
  await show(page, markup, {
    forcedColors: 'active',
    sheets: [hostSheets['a universal reset'] ?? '', builds.lowered],
  })

  await expect(page.locator("[data-own='true'] .cr-bubble").first()).toHaveCSS(
    'border-top-width',
    '2px',
  )
  await expect(page.locator('.cr-field')).toHaveCSS('border-top-style', 'solid')
})
