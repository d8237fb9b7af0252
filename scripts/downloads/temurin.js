/** Where Eclipse Temurin's JDK for a machine is: https://api.adoptium.net/q/swagger-ui/ */

import { readText } from './download.js'

const vendor = 'https://api.adoptium.net'

const processors = { x64: 'x64', arm64: 'aarch64' }

/** Says whether programs of this machine use musl, as on Alpine, instead of glibc. */
const usesMusl = () => process.report.getReport().header.glibcVersionRuntime === undefined

/**
 * Names the machine as Adoptium does.
 *
 * @param {string} platform as Node.js names it, and so the processor
 * @returns {{ os: string, architecture: string } | undefined} undefined when there is no archive for it
 */
export const temurinMachine = (platform, processor, musl = usesMusl) => {
  const architecture = processors[processor]
  if (architecture === undefined) return undefined
  if (platform === 'darwin') return { os: 'mac', architecture }
  if (platform === 'linux') return { os: musl() ? 'alpine-linux' : 'linux', architecture }
  return undefined
}

const checksum = /^[0-9a-f]{64}\b/i

/** Reads what the API lists: one release, with one archive for this machine. */
const latest = (url, text) => {
  const [release] = JSON.parse(text)
  const { link, checksum: sha256 } = release?.binary?.package ?? {}
  if (typeof link !== 'string' || !checksum.test(sha256)) {
    throw new Error(`${url} names no archive`)
  }
  return { name: String(release.release_name), url: new URL(link, url), sha256 }
}

/**
 * Finds the archive of the latest release.
 *
 * @param {string} version such as 25
 * @param {{ os: string, architecture: string }} machine
 * @param {string} [from] another server with the vendor's API, or an archive with its checksum beside it
 * @returns {Promise<{ name: string, url: URL, sha256: string }>}
 */
export const findTemurin = async (version, { os, architecture }, from = vendor) => {
  if (from.endsWith('.tar.gz')) {
    const beside = `${from}.sha256.txt`
    const [sha256] = checksum.exec(await readText(beside)) ?? []
    if (sha256 === undefined) throw new Error(`${beside} has no SHA-256`)
    return { name: from.split('/').at(-1), url: new URL(from), sha256 }
  }
  const query = new URLSearchParams({ architecture, image_type: 'jdk', os, vendor: 'eclipse' })
  const url = `${from.replace(/\/$/, '')}/v3/assets/latest/${version}/hotspot?${query}`
  return latest(url, await readText(url))
}
