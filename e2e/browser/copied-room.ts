import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, expect, type Page } from '@playwright/test'
import { transform } from 'lightningcss'
import { root } from '../stack.js'
import { Guest } from './guest.js'

/** Returns a sheet of the package. */
export const distributed = (name: string): string =>
  readFileSync(path.join(root, 'react/dist', name), 'utf8')

/** Compiles a sheet as Next.js does for the browsers it supports by default. */
function lowered(code: string): string {
  const version = (major: number, minor = 0): number => (major << 16) | (minor << 8)
  const targets = { chrome: version(111), firefox: version(111), safari: version(16, 4) }
  return transform({
    filename: 'styles.css',
    code: Buffer.from(code),
    targets,
    minify: true,
  }).code.toString()
}

const sheet = distributed('styles.css')

/** The sheet as an app gets it in development, and as one gets it in production. */
export const builds = { 'as it is': sheet, lowered: lowered(sheet) } as const

/** Lets two people talk, opens the list of people, and returns the markup of the room. */
export async function copyRoom(browser: Browser): Promise<string> {
  const room = `Look ${crypto.randomUUID().slice(0, 8)}`
  const ada = await Guest.arrive(browser, 'Ada')
  await ada.createRoom(room, 'public')
  const bob = await Guest.arrive(browser, 'Bob')
  await bob.joinRoom(room)
  await ada.say('Has anybody seen the kettle?')
  await expect(bob.message('Has anybody seen the kettle?')).toBeVisible()
  await bob.say('Behind the biscuits: https://example.com/kettle')
  await ada.say(
    '*Really?*\n> **it** ~~was~~ `is`\n- here\n\n1. [there](https://example.com/)\n```\ncode\n```',
  )
  await ada.say('Found it!')
  await expect(ada.stored('Found it!')).toBeAttached()
  await expect(bob.message('Found it!')).toBeVisible()
  await ada.person('Bob')
  return ada.page.locator('.cr-room').evaluate((element) => {
    element.setAttribute('class', 'cr-room')
    for (const ofTheApp of element.querySelectorAll(".cr-header > :not([class^='cr-'])")) {
      ofTheApp.remove()
    }
    return element.outerHTML
  })
}

/** Where a copy of a room is shown. */
export interface Place {
  readonly sheets?: readonly string[]
  /** Stands around the room in place of a block of 800 by 600. */
  readonly around?: (room: string) => string
  /** What the room has in place of its class. */
  readonly attributes?: string
  /** Attributes of the page's root. */
  readonly html?: string
  readonly colorScheme?: 'light' | 'dark'
  readonly forcedColors?: 'active'
  readonly viewport?: { readonly width: number; readonly height: number } | undefined
}

export const block = (room: string): string =>
  `<div style="inline-size: 800px; block-size: 600px">${room}</div>`

/** Makes the page one that shows a copy of a room, scrolled to its end, with the list of people open. */
export async function show(page: Page, markup: string, place: Place = {}): Promise<void> {
  const { sheets = [sheet], around = block, html = '' } = place
  await page.emulateMedia({
    colorScheme: place.colorScheme ?? 'light',
    forcedColors: place.forcedColors ?? null,
    reducedMotion: 'reduce',
  })
  await page.setViewportSize(place.viewport ?? { width: 1_000, height: 800 })
  const room = markup.replace('class="cr-room"', place.attributes ?? 'class="cr-room"')
  await page.setContent(`<!doctype html><html lang="en" ${html}><head><title>Room</title>
    <style>body { margin: 0 }</style>${sheets.map((code) => `<style>${code}</style>`).join('')}</head>
    <body>${around(room)}</body></html>`)
  await page.evaluate(() => {
    const log = document.querySelector('[role=log]')
    log?.scrollTo(0, log.scrollHeight)
    for (const panel of document.querySelectorAll<HTMLElement>('[popover]')) {
      panel.showPopover()
    }
  })
}
