import { closeSync, linkSync, mkdirSync, openSync, symlinkSync, writeSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'

import { tarEntries } from './tar-entries.js'

const write = async (file, mode, content) => {
  mkdirSync(dirname(file), { recursive: true })
  const open = openSync(file, 'wx', mode & 0o777)
  try {
    for await (const piece of content) {
      for (let written = 0; written < piece.length;) written += writeSync(open, piece, written)
    }
  } finally {
    closeSync(open)
  }
}

const folders = (path) => path.split('/').filter((part) => part !== '' && part !== '.')

/**
 * Unpacks an archive. Only files, folders and links within the folder are taken, and links are made last,
 * so that nothing is written through one.
 *
 * @param {AsyncIterable<Buffer>} source the archive, no longer compressed
 * @param {string} to an existing folder
 * @param {{ strip?: number }} [options] how many folders are left out at the beginning of each path
 */
export const untar = async (source, to, { strip = 0 } = {}) => {
  const root = resolve(to)
  const within = (from, path) => {
    const place = resolve(from, path)
    if (path.startsWith('/') || (place !== root && !place.startsWith(root + sep))) {
      throw new Error(`the archive leads out of its folder: ${path}`)
    }
    return place
  }
  const stripped = (path) =>
    within(root, path.startsWith('/') ? path : folders(path).slice(strip).join('/'))

  const links = new Map()
  for await (const { path, mode, kind, target, content } of tarEntries(source)) {
    const place = stripped(path)
    switch (kind) {
      case 'file':
        await write(place, mode, content)
        break
      case 'folder':
        mkdirSync(place, { recursive: true })
        break
      case 'link': {
        const other = stripped(target)
        links.set(place, () => linkSync(other, place))
        break
      }
      case 'symlink':
        within(dirname(place), target)
        links.set(place, () => symlinkSync(target, place))
        break
      default:
        throw new Error(`the archive holds more than files, folders and links: ${path}`)
    }
  }
  for (const [place, make] of links) {
    for (let above = dirname(place); above !== root && above !== dirname(above);) {
      if (links.has(above)) throw new Error(`the archive has a link below a link: ${place}`)
      above = dirname(above)
    }
    mkdirSync(dirname(place), { recursive: true })
    make()
  }
}
