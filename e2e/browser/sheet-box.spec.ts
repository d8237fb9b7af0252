import { expect, type Page, test } from '@playwright/test'
import { builds, copyRoom, show } from './copied-room.js'
import { leaveAll } from './guest.js'

let markup: string

test.beforeAll(async ({ browser }) => {
  markup = await copyRoom(browser)
  await leaveAll({ browser })
})
test.afterEach(leaveAll)

const box = `height: 300px; width: 500px; border: 3px solid red; border-radius: 9px; background: rgb(1 2 3);
  color: rgb(4 5 6); font-size: 20px; overflow: visible; position: absolute; --cr-own-bubble: rgb(7 8 9)`
const utilities = `@layer utilities { .mine { ${box} } .gone { display: none } }`
const tailwind = `@layer theme, base, components, utilities;
  @layer base { *, ::before, ::after { margin: 0; padding: 0; border: 0 solid; box-sizing: border-box } } ${utilities}`

const decided = async (page: Page): Promise<Record<string, string>> =>
  page.locator('.cr-room').evaluate((room) => {
    const style = getComputedStyle(room)
    const bubble = room.querySelector("[data-own='true'] .cr-bubble")
    const names = [
      'height',
      'width',
      'border-top-width',
      'border-top-left-radius',
      'background-color',
    ]
    return {
      ...Object.fromEntries(
        [...names, 'color', 'font-size', 'overflow-x', 'position'].map((name) => [
          name,
          style.getPropertyValue(name),
        ]),
      ),
      bubble: bubble === null ? '' : getComputedStyle(bubble).backgroundColor,
    }
  })

for (const [way, { sheets, attributes }] of Object.entries({
  'utilities of Tailwind 4 before the sheet': {
    sheets: [tailwind, builds.lowered],
    attributes: 'class="cr-room mine"',
  },
  'utilities of Tailwind 4 after the sheet': {
    sheets: [builds.lowered, tailwind],
    attributes: 'class="cr-room mine"',
  },
  'a class before the sheet': {
    sheets: [`.mine { ${box} }`, builds.lowered],
    attributes: 'class="cr-room mine"',
  },
  'a style': { sheets: [builds.lowered], attributes: `class="cr-room" style="${box}"` },
})) {
  test(`${way} decides about the room's box`, async ({ page }) => {
    await show(page, markup, { sheets, attributes })

    expect(await decided(page)).toEqual({
      height: '300px',
      width: '500px',
      'border-top-width': '3px',
      'border-top-left-radius': '9px',
      'background-color': 'rgb(1, 2, 3)',
      color: 'rgb(4, 5, 6)',
      'font-size': '20px',
      'overflow-x': 'visible',
      position: 'absolute',
      bubble: 'rgb(7, 8, 9)',
    })
  })
}

test('a class or an attribute takes the room away', async ({ page }) => {
  for (const attributes of ['class="cr-room gone"', 'class="cr-room" hidden']) {
    await show(page, markup, { sheets: [tailwind, builds['as it is']], attributes })

    await expect(page.locator('.cr-room')).toBeHidden()
  }
})

const parents = {
  'no height at all': { around: (room: string) => `<main>${room}</main>`, atLeast: 400 },
  'only a least height': {
    around: (room: string) => `<main style="min-height: 100px">${room}</main>`,
    atLeast: 400,
  },
  'a height in pixels': {
    around: (room: string) => `<main style="height: 320px">${room}</main>`,
    exactly: 320,
  },
  'a share of the window in a column': {
    around: (room: string) =>
      `<main style="display: flex; flex-direction: column; height: 400px">
        <nav style="height: 100px; flex: none"></nav>${room}</main>`,
    exactly: 300,
  },
  'a column inside of a column': {
    around: (room: string) =>
      `<main style="display: flex; flex-direction: column; height: 400px"><nav style="height: 100px"></nav>
        <div style="flex: 1; min-height: 0">${room}</div></main>`,
    exactly: 300,
  },
  'a row of a grid': {
    around: (room: string) =>
      `<main style="display: grid; grid-template-rows: 80px 1fr; height: 340px"><nav></nav>${room}</main>`,
    exactly: 260,
  },
  'a place in a row': {
    around: (room: string) => `<main style="display: flex; height: 350px"><nav>rooms</nav>
      <div style="flex: 1">${room}</div></main>`,
    exactly: 350,
  },
} as const

for (const [given, parent] of Object.entries(parents)) {
  test(`a room whose parent gives ${given} shows messages and fits`, async ({ page }) => {
    await show(page, markup, { around: parent.around })

    const room = await page.locator('.cr-room').boundingBox()
    const log = await page.getByRole('log').boundingBox()

    if ('exactly' in parent) {
      expect(room?.height).toBe(parent.exactly)
    } else {
      expect(room?.height).toBeGreaterThan(parent.atLeast)
    }
    expect(log?.height).toBeGreaterThan(100)
    await expect(page.getByText('Found it!')).toBeInViewport()
    await expect(page.getByRole('textbox')).toBeInViewport({ ratio: 1 })
  })
}

test('a parent as wide as what is in it gives the room a width', async ({ page }) => {
  const around = (room: string): string => `<div style="display: flex"><main>${room}</main></div>`
  const widthAt = async (width: number): Promise<number> => {
    await show(page, markup, { around, viewport: { width, height: 700 } })
    return (await page.locator('.cr-room').boundingBox())?.width ?? 0
  }

  expect(await widthAt(1_000)).toBeGreaterThan(500)
  expect(await widthAt(360)).toBeGreaterThan(250)
  expect(await widthAt(360)).toBeLessThan(360)
})
