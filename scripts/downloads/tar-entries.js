/** Reads tar archives: not every machine has `tar`, and before the first `npm ci` there is no package. */

const blockBytes = 512

/** The bytes of an archive, in their order. */
class ArchiveReader {
  #chunks
  #rest = Buffer.alloc(0)

  constructor(source) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** Yields the next `length` bytes in pieces. */
  async *pieces(length) {
    let missing = length
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const { value, done } = await this.#chunks.next()
        if (done) throw new Error('the archive ends too early')
        this.#rest = value
      }
      const piece = this.#rest.subarray(0, missing)
      this.#rest = this.#rest.subarray(piece.length)
      missing -= piece.length
      yield piece
    }
  }

  async bytes(length) {
    const pieces = []
    for await (const piece of this.pieces(length)) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  /** Yields the content of an entry, and drops what fills its last block. */
  async *content(length) {
    yield* this.pieces(length)
    await this.bytes((blockBytes - (length % blockBytes)) % blockBytes)
  }

  async contentBytes(length) {
    const pieces = []
    for await (const piece of this.content(length)) pieces.push(piece)
    return Buffer.concat(pieces)
  }
}

const text = (bytes) => {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end)
}

const octal = (bytes) => {
  const digits = text(bytes).trim()
  if (!/^[0-7]*$/.test(digits)) throw new Error('a number in the archive is not octal')
  return digits === '' ? 0 : parseInt(digits, 8)
}

/** Reads one block; undefined for the empty one that ends an archive. */
const header = (block) => {
  if (block.every((byte) => byte === 0)) return undefined
  if (block.toString('latin1', 257, 262) !== 'ustar') throw new Error('this is not a tar archive')
  const name = text(block.subarray(0, 100))
  // GNU's format keeps times where POSIX's has a prefix
  const prefix = block[262] === 0 ? text(block.subarray(345, 500)) : ''
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    mode: octal(block.subarray(100, 108)),
    size: octal(block.subarray(124, 136)),
    type: String.fromCharCode(block[156]),
    target: text(block.subarray(157, 257)),
  }
}

/** Reads the records of a pax header: `LENGTH KEY=VALUE\n`, where the length counts all of it. */
const paxRecords = (bytes) => {
  const records = {}
  for (let start = 0; start < bytes.length;) {
    const digits = /^\d+(?= )/.exec(bytes.toString('latin1', start, start + 12))?.[0] ?? ''
    const end = start + Number(digits)
    if (end <= start + digits.length || end > bytes.length) {
      throw new Error('a pax header in the archive is broken')
    }
    const [, key, value] = /^(.*?)=(.*)$/s.exec(
      bytes.toString('utf8', start + digits.length + 1, end - 1),
    ) ?? [undefined, '', '']
    records[key] = value
    start = end
  }
  return records
}

/** What a pax header says of the entry behind it. */
const overrides = ({ path, linkpath, size }) => ({
  ...(path === undefined ? {} : { path }),
  ...(linkpath === undefined ? {} : { target: linkpath }),
  ...(size === undefined ? {} : { size: Number(size) }),
})

/**
 * @typedef {object} TarEntry
 * @property {string} path as the archive names it, to be distrusted
 * @property {number} mode permissions
 * @property {'file' | 'folder' | 'link' | 'symlink' | 'other'} kind
 * @property {string} target where a link leads
 * @property {AsyncIterable<Buffer>} content the bytes of a file, to be read before the next entry is asked for
 */

const kinds = { 0: 'file', '\0': 'file', 1: 'link', 2: 'symlink', 5: 'folder' }

/**
 * Yields the entries of an archive, in POSIX's, pax's or GNU's format.
 *
 * @param {AsyncIterable<Buffer>} source the archive, no longer compressed
 * @returns {AsyncGenerator<TarEntry>}
 */
export async function* tarEntries(source) {
  const reader = new ArchiveReader(source)
  let long = {}
  for (;;) {
    const entry = header(await reader.bytes(blockBytes))
    if (entry === undefined) return
    switch (entry.type) {
      case 'g': // of the archive as a whole: times and comments
        await reader.contentBytes(entry.size)
        break
      case 'x':
        long = { ...long, ...overrides(paxRecords(await reader.contentBytes(entry.size))) }
        break
      case 'L':
        long = { ...long, path: text(await reader.contentBytes(entry.size)) }
        break
      case 'K':
        long = { ...long, target: text(await reader.contentBytes(entry.size)) }
        break
      default: {
        const { path, mode, size, target } = { ...entry, ...long }
        const kind = kinds[entry.type] ?? 'other'
        yield { path, mode, kind, target, content: reader.content(kind === 'file' ? size : 0) }
        long = {}
      }
    }
  }
}
