/** Finds a Chromium for the browser tests. */

import { createRequire } from 'node:module'

import { downloadedChromium } from './downloads/chromium.js'
import { findProgram, isProgram } from './downloads/search-path.js'

/** Without the window that nobody looks at: a test takes some two thirds of the time. */
const headless = ['chromium-headless-shell', 'chrome-headless-shell']
const names = [
  ...headless,
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
]
const macs = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Whether the browser that the tests take is the fast one, or the one a person chose. */
export const hasHeadlessShell = (env) =>
  Boolean(env.CHROMIUM) || findProgram(env, headless) !== undefined

/** Where `npx playwright install chromium` puts one. */
const playwrights = () => {
  try {
    return createRequire(import.meta.url)('playwright-core').chromium.executablePath()
  } catch {
    return '' // the packages are not there yet, or there is none for this machine
  }
}

/**
 * Returns the path of the browser: the one `CHROMIUM` names, else the first that is installed, else the one that was
 * downloaded for the tests.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined}
 */
export const findChromium = (env) => {
  if (env.CHROMIUM) return env.CHROMIUM
  return (
    findProgram(env, names) ??
    [...macs, downloadedChromium(env)].find(isProgram) ??
    [playwrights()].find(isProgram)
  )
}

/** What to tell a person who has none. */
export const howToInstall =
  'install Chromium or Chrome (Debian: apt install chromium-headless-shell; Alpine: apk add chromium; macOS: brew install --cask chromium; else: npx playwright install chromium) or set CHROMIUM to its path'
