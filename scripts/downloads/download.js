/** Fetches files whose content is known beforehand. */

import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** How long a server may say nothing. */
const silenceMs = 60_000

/** A file could not be had; the message says which, from where and why. */
export class DownloadError extends Error {}

const untrusted =
  'its certificate is not one that Node.js trusts; where a proxy answers in its place, set NODE_EXTRA_CA_CERTS to the' +
  " file of the proxy's certificate"

const reasons = {
  ENOTFOUND: 'the name has no address here (no network, or no DNS)',
  EAI_AGAIN: 'the name has no address here (no network, or no DNS)',
  ECONNREFUSED: 'nothing answers there',
  ENETUNREACH: 'there is no network',
  EHOSTUNREACH: 'there is no way to it',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  ETIMEDOUT: 'no connection came about in time',
  ABORT_ERR: `nothing came for ${silenceMs / 1000} s`,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
}

/** Says why a request failed: `fetch` keeps that in the cause of its error, or in one of several. */
const reason = (error) => {
  const causes = [error, error.cause, ...(error.cause?.errors ?? error.errors ?? [])]
  const known = causes.map((cause) => reasons[cause?.code]).find((text) => text !== undefined)
  if (known !== undefined) return known
  return error.name === 'AbortError' ? reasons.ABORT_ERR : (error.cause?.message ?? error.message)
}

/** Asks for `url` and hands the answer to `read`, as long as it keeps coming. */
const ask = async (url, read) => {
  const aborter = new AbortController()
  const timer = setTimeout(() => aborter.abort(), silenceMs)
  try {
    const response = await fetch(url, { signal: aborter.signal })
    if (!response.ok) throw new DownloadError(`it answers ${response.status}`)
    return await read(response, () => timer.refresh())
  } catch (error) {
    throw new DownloadError(`${url}: ${reason(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
    aborter.abort()
  }
}

/** Returns a short text. @param {string | URL} url */
export const readText = (url) => ask(url, (response) => response.text())

/**
 * Fetches a file, and throws a [DownloadError] unless it is the one that was meant.
 *
 * @param {string | URL} url
 * @param {string} file where it is written; what is there after an error is worth nothing
 * @param {string} sha256 its checksum, in hexadecimal digits
 * @param {(bytes: number) => void} begins told the size before the content comes; NaN when it is not known
 */
export const download = (url, file, sha256, begins) =>
  ask(url, async (response, alive) => {
    begins(Number(response.headers.get('content-length') ?? NaN))
    const hash = createHash('sha256')
    await pipeline(
      Readable.fromWeb(response.body),
      async function* (chunks) {
        for await (const chunk of chunks) {
          alive()
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(file),
    )
    const found = hash.digest('hex')
    if (found !== sha256.toLowerCase()) {
      throw new DownloadError(
        `its SHA-256 is ${found}, and should be ${sha256}: it is not the file that was published`,
      )
    }
  })
