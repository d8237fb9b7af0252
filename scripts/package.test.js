import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const react = join(dirname(dirname(fileURLToPath(import.meta.url))), 'react')

const packed = () => {
  const options = ['pack', '--dry-run', '--json']
  const { stdout } = spawnSync('npm', options, { cwd: react, encoding: 'utf8' })
  return JSON.parse(stdout)[0].files.map(({ path }) => path)
}

test('the package brings its licence, its manual and what its maps point to', () => {
  const files = packed()

  for (const wanted of ['LICENSE', 'README.md', 'dist/styles.css', 'dist/shadcn.css']) {
    assert.ok(files.includes(wanted), wanted)
  }
  for (const map of files.filter((file) => file.endsWith('.map'))) {
    const { sources } = JSON.parse(readFileSync(join(react, map), 'utf8'))
    for (const source of sources) {
      assert.ok(files.includes(join(dirname(map), source)), `${map} points to ${source}`)
    }
  }
  const modules = files.filter((file) => file.startsWith('dist/') && /\.(js|d\.ts)$/.test(file))
  assert.ok(modules.length > 0)
  assert.deepEqual(
    modules.filter((file) => !files.includes(`${file}.map`)),
    [],
  )
})
