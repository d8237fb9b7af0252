/**
 * A Chromium out of an npm package that carries it, for machines that have none: a headless build for Linux, with the
 * few libraries and the font that it needs.
 */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

import { unpack } from './archive.js'
import { cacheFolder, install } from './cache.js'

const carrier = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  megabytes: 70,
  sha512:
    'jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
}
const folder = `chromium-${carrier.version}`

/** Starts it, with the libraries that came with it only where the machine has none. */
const starter = `#!/bin/sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
"$here/headless" --version >/dev/null 2>&1 || export LD_LIBRARY_PATH="$here/libraries/lib"
export FONTCONFIG_FILE="$here/fonts/fonts.conf"
exec "$here/headless" "$@"
`

/** The machine's fonts, which may be none, and the one that came with it. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

/** Returns where it is, whether it is there or not. @param {Record<string, string | undefined>} env */
export const downloadedChromium = (env) =>
  join(cacheFolder(env, process.platform), folder, 'chromium')

/** Has npm fetch the package from whichever registry it is set up for. */
const pack = (env, into, { name, version, sha512 }) => {
  const { status, stdout, stderr, error } = spawnSync(
    'npm',
    ['pack', `${name}@${version}`, '--json', '--pack-destination', into],
    { cwd: into, env, encoding: 'utf8', timeout: 600_000 },
  )
  if (status !== 0) throw new Error(`npm cannot fetch it: ${error?.message ?? stderr.trim()}`)
  const file = join(into, JSON.parse(stdout)[0].filename)
  const found = createHash('sha512').update(readFileSync(file)).digest('base64')
  if (found !== sha512) throw new Error(`its SHA-512 is ${found}, and should be ${sha512}`)
  return file
}

/**
 * Makes a browser of the package's archive.
 *
 * @param {string} archive as npm packs it
 * @param {string} into an existing folder
 */
export const unpackChromium = async (archive, into) => {
  const carried = join(into, 'package')
  const part = (name) => join(carried, 'bin', name)
  mkdirSync(carried)
  await unpack(archive, carried, { strip: 1 })
  await pipeline(
    createReadStream(part('chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(into, 'headless'), { mode: 0o755 }),
  )
  for (const [name, to] of [
    ['al2023.tar.br', 'libraries'],
    ['fonts.tar.br', 'fonts'],
  ]) {
    mkdirSync(join(into, to))
    await unpack(part(name), join(into, to), {}, createBrotliDecompress())
  }
  writeFileSync(join(into, 'fonts/fonts.conf'), fontSettings)
  writeFileSync(join(into, 'chromium'), starter, { mode: 0o755 })
  rmSync(carried, { recursive: true })
}

/**
 * Returns the path of the browser, after it was fetched if need be.
 *
 * @throws {Error} saying why it cannot be had here
 */
export const provideChromium = async ({ env, platform, arch } = process) => {
  const browser = downloadedChromium(env)
  if (existsSync(browser)) return browser
  const glibc = process.report.getReport().header.glibcVersionRuntime !== undefined
  if (platform !== 'linux' || arch !== 'x64' || !glibc) {
    throw new Error(`there is no Chromium to fetch for ${platform} on ${arch}`)
  }
  const cache = cacheFolder(env, platform)
  console.error(`  Chromium is missing: fetching one, once: ${carrier.name} ${carrier.version}, ${carrier.megabytes} MB
    by npm, from its registry
    into ${join(cache, folder)} (CHROMIUM names another one) …`)
  await install(cache, folder, async (empty) => {
    const archive = pack(env, empty, carrier)
    await unpackChromium(archive, empty)
    rmSync(archive)
  })
  console.error('    verified, and done')
  return browser
}
