import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

test('a folder in which nothing can be built is refused instead of waited for', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'parley of nobody '))
  t.after(() => rmSync(copy, { recursive: true, force: true }))
  cpSync(join(root, 'parley'), join(copy, 'parley'))
  mkdirSync(join(copy, 'app', 'target'), { recursive: true })
  // stands for a missing right, which whoever is root always has
  writeFileSync(join(copy, 'app', 'target', 'building'), '')

  const ended = spawnSync(join(copy, 'parley'), ['up'], { timeout: 20_000, encoding: 'utf8' })

  assert.equal(ended.status, 1)
  assert.match(ended.stderr, /cannot build/)
  assert.ok(ended.stderr.includes(join(copy, 'app', 'target')))
})

for (const command of ['test', 'image', 'bench']) {
  test(`help on ${command} needs nothing and starts nothing`, (t) => {
    const copy = mkdtempSync(join(tmpdir(), 'parley without anything '))
    t.after(() => rmSync(copy, { recursive: true, force: true }))
    cpSync(join(root, 'parley'), join(copy, 'parley'))

    const ended = spawnSync(join(copy, 'parley'), [command, '--help'], {
      timeout: 20_000,
      encoding: 'utf8',
    })

    assert.equal(ended.status, 0, ended.stderr)
    assert.match(ended.stdout, new RegExp(`^Usage: ./parley ${command} `))
    assert.deepEqual(readdirSync(copy), ['parley'])
  })
}
