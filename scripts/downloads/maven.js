/**
 * Puts Maven where `mvnw` looks for it, on machines where the wrapper cannot fetch it: it needs curl or wget, and unzip.
 * Without unzip it fetches the tar.gz and then finds it to differ from the checksum of the zip.
 */

import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

import { fetchArchive } from './archive.js'
import { install } from './cache.js'
import { findProgram } from './search-path.js'

const { env } = process
const settings = new URL('../../.mvn/wrapper/maven-wrapper.properties', import.meta.url)

const properties = Object.fromEntries(
  readFileSync(settings, 'utf8')
    .split('\n')
    .filter((line) => line.includes('=') && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).trim()]),
)

/** The address that the wrapper would use: MVNW_REPOURL is its variable for a mirror of Maven Central. */
const wrapperUrl = () => {
  const { distributionUrl } = properties
  const path = '/org/apache/maven/'
  return env.MVNW_REPOURL
    ? env.MVNW_REPOURL + path + distributionUrl.split(path).slice(1).join(path)
    : distributionUrl
}

/** Java's `String.hashCode`, by which the wrapper names its folder. */
const hash = (text) =>
  [...text].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 0).toString(16)

const wrapperCan =
  findProgram(env, ['unzip']) !== undefined && findProgram(env, ['curl', 'wget']) !== undefined

const provide = async () => {
  const wrapped = wrapperUrl()
  const url = wrapped.replace(/zip$/, 'tar.gz')
  const version = basename(wrapped, '-bin.zip')
  const home = env.MAVEN_USER_HOME || join(env.HOME || homedir(), '.m2')
  const folder = join(home, 'wrapper/dists', version)
  if (existsSync(join(folder, hash(wrapped)))) return
  await install(folder, hash(wrapped), (empty) =>
    fetchArchive({ url, sha256: properties.tarSha256Sum }, empty, (size) => {
      console.error(`  Downloading Maven, once: ${version}, ${size}
    from ${url}
    into ${folder} …`)
    }),
  )
}

try {
  if (!wrapperCan) await provide()
} catch (error) {
  console.error(`parley: Maven is missing, and could not be downloaded. ${error.message}
  To go on, set MVNW_REPOURL to a mirror of Maven Central that you reach.`)
  process.exit(1)
}
