#!/usr/bin/env node
/**
 * The version of everything that is released together. `react/package.json` holds it; the other places repeat it
 * because Maven and npm cannot read it there.
 *
 *   scripts/version.js          prints it
 *   scripts/version.js 0.2.0    writes it to every place
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const semver = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

const inPackage = /(?<="name": "@parley\/react",\s*"version": ")[^"]+/g
const inPom = /(?<=<artifactId>parley<\/artifactId>\s*<version>)[^<]+/g
const inTarball = /(?<=parley-react-)\d[^\s"`]*(?=\.tgz)/g

const foldersWith = (root, folder, file) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .filter((name) => readdirSync(join(root, name)).includes(file))
    .map((name) => join(name, file))

const documents = ['README.md', 'docs/quick-start.md', 'examples/README.md']

/** Returns the files that repeat the version, each with what finds it there. */
const places = (root) => [
  ['react/package.json', inPackage],
  ['package-lock.json', inPackage],
  ...['pom.xml', ...foldersWith(root, '.', 'pom.xml')].map((file) => [file, inPom]),
  ...foldersWith(root, 'examples', 'package.json').map((file) => [file, inTarball]),
  ...documents
    .filter((file) => readFileSync(join(root, file), 'utf8').match(inTarball) !== null)
    .map((file) => [file, inTarball]),
]

/**
 * Returns every version that stands in the repository, by file.
 *
 * @param {string} root the repository
 * @returns {Map<string, string[]>}
 */
export const versions = (root) =>
  new Map(
    places(root).map(([file, pattern]) => [
      file,
      readFileSync(join(root, file), 'utf8').match(pattern) ?? [],
    ]),
  )

/**
 * Writes a version to every place.
 *
 * @param {string} root the repository
 * @param {string} version
 */
export const setVersion = (root, version) => {
  for (const [file, pattern] of places(root)) {
    const text = readFileSync(join(root, file), 'utf8')
    writeFileSync(join(root, file), text.replace(pattern, version))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const [version] = process.argv.slice(2)
  if (version === undefined) {
    console.log(versions(root).get('react/package.json')?.[0])
  } else if (semver.test(version)) {
    setVersion(root, version)
  } else {
    console.error(`version is ${version}, must be like 1.2.3 or 1.2.3-rc.1`)
    process.exit(2)
  }
}
