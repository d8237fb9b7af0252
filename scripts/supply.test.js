import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (name) => readFileSync(join(root, name), 'utf8')

test('every npm package is checked against its checksum', () => {
  const { packages } = JSON.parse(read('package-lock.json'))
  const fetched = Object.entries(packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && !link,
  )
  assert.ok(fetched.length > 0)

  const unchecked = fetched.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))
  assert.deepEqual(
    unchecked.map(([path]) => path),
    [],
  )
})

test('the lock file names no registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved": "https?:/)
})

test('Maven is checked against its checksum when it is downloaded', () => {
  const settings = read('.mvn/wrapper/maven-wrapper.properties')

  // the zip by the wrapper, the tar.gz by us
  assert.match(settings, /^distributionSha256Sum=[0-9a-f]{64}$/m)
  assert.match(settings, /^tarSha256Sum=[0-9a-f]{64}$/m)
})

test('every workflow states its permissions, and pins each action to a version', () => {
  const folder = join(root, '.github/workflows')
  for (const file of readdirSync(folder)) {
    const workflow = readFileSync(join(folder, file), 'utf8')
    assert.match(workflow, /^permissions:/m, file)

    const actions = [...workflow.matchAll(/^\s*(?:- )?uses: (?!\.\/)(\S+)$/gm)].map(
      ([, name]) => name,
    )
    assert.ok(actions.length > 0, file)
    assert.deepEqual(
      actions.filter((name) => !/^[\w-]+\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/.test(name)),
      [],
      file,
    )
  }
})
