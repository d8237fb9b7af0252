import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { setVersion, versions } from './version.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { version } = JSON.parse(readFileSync(join(root, 'react/package.json'), 'utf8'))

test('every file that repeats the version repeats that of the package', () => {
  for (const [file, found] of versions(root)) {
    assert.deepEqual([...new Set(found)], [version], file)
  }
})

test('every Java module and every example is looked at', () => {
  const files = [...versions(root).keys()]
  const [, modules] = readFileSync(join(root, 'pom.xml'), 'utf8').split(/<\/?modules>/)

  for (const [, module] of modules.matchAll(/<module>(.+)<\/module>/g)) {
    assert.ok(files.includes(`${module}/pom.xml`), module)
  }
  for (const { name } of readdirSync(join(root, 'examples'), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory(),
  )) {
    assert.ok(files.includes(`examples/${name}/package.json`), name)
  }
})

test('a new version is written to every file that repeats it', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'parley version '))
  t.after(() => rmSync(copy, { recursive: true, force: true }))
  const files = [...versions(root).keys()]
  for (const file of [...files, 'docs/quick-start.md', 'examples/README.md']) {
    cpSync(join(root, file), join(copy, file))
  }

  setVersion(copy, '12.34.56-rc.7')

  assert.deepEqual([...versions(copy).keys()], files)
  for (const [file, found] of versions(copy)) {
    assert.deepEqual([...new Set(found)], ['12.34.56-rc.7'], file)
  }
})
