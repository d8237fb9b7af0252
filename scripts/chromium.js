/** Finds a Chromium for the browser tests. */

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = [
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

const runs = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Returns the path of the browser: the one `CHROMIUM` names, else the first on the search path.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined}
 */
export const findChromium = (env) => {
  if (env.CHROMIUM) return env.CHROMIUM
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...macs].find(
    runs,
  )
}

/** What to tell a person who has none. */
export const howToInstall =
  'no Chromium or Chrome found: install one (Debian: apt install chromium; macOS: brew install --cask chromium) or set CHROMIUM to its path'
