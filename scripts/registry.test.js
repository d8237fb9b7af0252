import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { registryFiles } from './registry.js'

const items = [...registryFiles()].filter(([name]) => name !== 'registry.json')

test('every item of the registry brings its files, the package and what it imports', () => {
  assert.ok(items.length > 0)
  for (const [name, { dependencies, files }] of items) {
    assert.ok(
      dependencies.some((dependency) => dependency.endsWith('/parley-react.tgz')),
      name,
    )
    for (const { content, path } of files) {
      assert.ok(content.length > 0, path)
      for (const [, imported] of content.matchAll(/^import .*?'((?:@[\w-]+\/)?[\w-]+)[^']*'/gm)) {
        const known = ['@parley/react', 'next', 'react', ...dependencies]
        assert.ok(known.includes(imported) || imported.startsWith('@/'), `${path}: ${imported}`)
      }
    }
  }
})

test('a page for Next.js brings every file that it imports', () => {
  const { files } = registryFiles().get('chat-room-nextjs.json')
  const targets = new Set(files.map(({ target }) => target.replace(/\.tsx?$/, '')))

  for (const { content, target } of files) {
    const folder = target.slice(0, target.lastIndexOf('/') + 1)
    for (const [, imported] of content.matchAll(/from '(@\/[^']*|\.\/[^']*)'/g)) {
      assert.ok(targets.has(imported.replace('@/', '').replace('./', folder)), imported)
    }
  }
})

test('what items are is in the registry', () => {
  const registry = JSON.parse(readFileSync(new URL('../registry/registry.json', import.meta.url)))

  assert.deepEqual(
    registry.items.map(({ name }) => `${name}.json`),
    items.map(([name]) => name),
  )
})
