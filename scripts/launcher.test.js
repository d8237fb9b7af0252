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

test('called from the folder of an app it keeps to the data of its own clone', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'parley from elsewhere '))
  t.after(() => rmSync(copy, { recursive: true, force: true }))
  cpSync(join(root, 'parley'), join(copy, 'parley'))
  mkdirSync(join(copy, 'app', 'target'), { recursive: true })
  writeFileSync(join(copy, 'app', 'target', 'java.stamp'), '')
  mkdirSync(join(copy, 'bin'))
  for (const [program, line] of [
    ['jdk', 'echo "$PARLEY_DATA"'],
    ['java-options', ''],
  ]) {
    writeFileSync(join(copy, 'bin', program), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
  }
  const called = (/** @type {Record<string, string>} */ variables) => {
    const env = { ...process.env, PARLEY_DATA: '', ...variables }
    const options = { cwd: tmpdir(), env, timeout: 20_000, encoding: /** @type {const} */ ('utf8') }
    return spawnSync(join(copy, 'parley'), ['env'], options).stdout.trim().split('\n').at(-1)
  }

  assert.equal(called({}), join(copy, '.parley'))
  assert.equal(called({ PARLEY_DATA: '/elsewhere' }), '/elsewhere')
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
