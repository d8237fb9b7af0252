/**
 * Prints the home of the JDK in the user's cache; when there is none yet, downloads it. Called by `bin/jdk` where the
 * machine has none. Everything but the path goes to standard error.
 */

import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { fetchArchive } from './archive.js'
import { cacheFolder, install } from './cache.js'
import { findTemurin, temurinMachine } from './temurin.js'

const { env, platform, arch } = process
const version = readFileSync(new URL('../../.java-version', import.meta.url), 'utf8').trim()

const giveUp = (why) => {
  const install =
    platform === 'darwin'
      ? 'brew install --cask temurin'
      : 'https://adoptium.net/installation/linux; on Alpine: apk add openjdk25'
  console.error(`parley: JDK ${version} is missing: ${why}
  To go on, do one of these:
    - install JDK ${version} or newer (${install})
    - set PARLEY_JDK or JAVA_HOME to the home of one that you have
    - set PARLEY_JDK_URL to a server that you reach: one with Adoptium's API, or the address of the JDK's tar.gz with
      its SHA-256 beside it (the same address with .sha256.txt added)`)
  process.exit(1)
}

const readable = (path) => path.replace(homedir(), '~')

/** Where the home is in an unpacked archive. */
const homeIn = (folder) => (platform === 'darwin' ? join(folder, 'Contents/Home') : folder)

/** Fills an empty folder with the JDK; `place` is what it will be called. */
const fetchJdk = async (machine, place, empty) => {
  const release = await findTemurin(version, machine, env.PARLEY_JDK_URL || undefined)
  const started = Date.now()
  await fetchArchive(release, empty, (size) => {
    console.error(`  Java is missing: downloading a JDK, once: Eclipse Temurin, ${release.name}, ${size}
    from ${release.url}
    into ${readable(place)} (PARLEY_JDK names another one, PARLEY_JDK=none forbids this) …`)
  })
  if (!existsSync(join(homeIn(empty), 'bin/javac'))) throw new Error(`${release.url} holds no JDK`)
  console.error(`    verified, and done in ${Math.round((Date.now() - started) / 1000)} s`)
}

const find = async () => {
  if (platform === 'win32') giveUp('on Windows, run this in WSL (wsl --install)')
  const machine = temurinMachine(platform, arch)
  if (machine === undefined) giveUp(`there is none to download for ${platform} on ${arch}`)

  const cache = cacheFolder(env, platform)
  const name = `jdk-${version}-${machine.os}-${machine.architecture}`
  const place = join(cache, name)
  if (!existsSync(place)) {
    if (env.PARLEY_JDK === 'none') giveUp('PARLEY_JDK=none forbids to download one')
    await install(cache, name, (empty) => fetchJdk(machine, place, empty))
  }
  return homeIn(place)
}

try {
  console.log(await find())
} catch (error) {
  giveUp(`it could not be downloaded. ${error.message}`)
}
