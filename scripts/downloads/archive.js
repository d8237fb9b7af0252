import { createReadStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

import { download } from './download.js'
import { untar } from './untar.js'

/** Unpacks a file. @param {import('node:stream').Duplex} [decompressor] gzip's when absent */
export const unpack = (file, folder, options, decompressor = createGunzip()) =>
  pipeline(createReadStream(file), decompressor, (bytes) => untar(bytes, folder, options))

/**
 * Fetches a tar.gz and unpacks it without the one folder that it holds.
 *
 * @param {{ url: string | URL, sha256: string }} archive
 * @param {string} empty the folder that it goes to
 * @param {(size: string) => void} begins told how large it is, before it comes
 */
export const fetchArchive = async ({ url, sha256 }, empty, begins) => {
  const file = join(empty, 'archive')
  await download(url, file, sha256, (bytes) =>
    begins(Number.isNaN(bytes) ? 'of unknown size' : `${Math.ceil(bytes / 1e6)} MB`),
  )
  await unpack(file, empty, { strip: 1 })
  rmSync(file)
}
