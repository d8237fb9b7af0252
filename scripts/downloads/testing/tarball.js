/** Makes small archives for tests: tar in POSIX's format, or whatever a test wants to be wrong about it. */

import { gzipSync } from 'node:zlib'

const block = 512

const padded = (bytes) =>
  Buffer.concat([bytes, Buffer.alloc((block - (bytes.length % block)) % block)])

/** One entry. @param {{ path: string, type?: string, content?: string, mode?: number, target?: string }} entry */
export const entry = ({ path, type = '0', content = '', mode = 0o644, target = '' }) => {
  const header = Buffer.alloc(block)
  header.write(path, 0, 100)
  header.write(mode.toString(8).padStart(7, '0'), 100)
  header.write(Buffer.byteLength(content).toString(8).padStart(11, '0'), 124)
  header.write(type, 156)
  header.write(target, 157, 100)
  header.write('ustar\0' + '00', 257)
  return Buffer.concat([header, padded(Buffer.from(content))])
}

/** One pax record, such as `path=…`, with its length in front. */
export const record = (text) => {
  const length = (digits) => Buffer.byteLength(text) + digits + 2
  const digits = String(length(String(length(1)).length)).length
  return `${length(digits)} ${text}\n`
}

/** A whole archive, not compressed. */
export const tar = (...entries) => Buffer.concat([...entries, Buffer.alloc(2 * block)])

/** The tar.gz of a program's home: files by path, executable when they begin with `#!`. */
export const tarball = (files) =>
  gzipSync(
    tar(
      ...Object.entries(files).map(([path, content]) =>
        entry({ path, content, mode: content.startsWith('#!') ? 0o755 : 0o644 }),
      ),
    ),
  )
