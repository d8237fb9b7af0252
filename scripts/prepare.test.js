import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { test } from 'node:test'

import { prepare } from './prepare.js'

/** A checkout whose programs are scripts, and a machine with an apt-get that notes what it is asked for. */
const machine = (t, jdk) => {
  const root = mkdtempSync(join(tmpdir(), 'parley machine '))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const program = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  }
  program('bin/jdk', jdk)
  program(
    'machine/apt-get',
    `echo "$@" >>'${root}/asked'
    [ "$1" = update ] || /bin/cp '${root}/bin/jdk' '${root}/machine/chromium-headless-shell'`,
  )
  mkdirSync(join(root, 'scripts/downloads'), { recursive: true })
  writeFileSync(join(root, 'scripts/downloads/maven.js'), '')
  const asked = () =>
    existsSync(join(root, 'asked')) ? readFileSync(join(root, 'asked'), 'utf8') : ''
  const env = {
    PATH: [join(root, 'machine'), '/usr/bin', '/bin'].join(delimiter),
    CHROMIUM: '/my/browser',
  }
  return { root, env, asked }
}

test('the JDK and the browser that were found are those of all suites', async (t) => {
  const { root, env } = machine(t, 'JAVA_HOME=/my/jdk exec "$@"')

  const missing = await prepare(root, new Set(['java', 'chromium']), env)

  assert.deepEqual([...missing], [])
  assert.equal(env.JAVA_HOME, '/my/jdk')
  assert.equal(env.CHROMIUM, '/my/browser')
})

test('where there is no JDK, what needs Java cannot run', async (t) => {
  const { root, env } = machine(t, 'exit 1')

  const missing = await prepare(root, new Set(['java']), env)

  assert.match(missing.get('java'), /there is no JDK/)
})

test('what no suite needs is not looked for', async (t) => {
  const { root, env, asked } = machine(t, 'exit 1')

  assert.deepEqual([...(await prepare(root, new Set(), { ...env, CI: 'true' }, 0))], [])
  assert.equal(asked(), '')
})

for (const [who, ci, user, installs] of [
  ['root in continuous integration', 'true', 0, true],
  ['another user', 'true', 1000, false],
  ['root elsewhere', undefined, 0, false],
]) {
  test(`a browser is ${installs ? '' : 'not '}installed by apt-get for ${who}`, async (t) => {
    const { root, env, asked } = machine(t, 'exit 1')
    const without = { PATH: join(root, 'machine'), XDG_CACHE_HOME: root, CI: ci }

    const missing = await prepare(root, new Set(['chromium']), without, user)

    assert.equal(
      without.CHROMIUM,
      installs ? join(root, 'machine/chromium-headless-shell') : undefined,
    )
    assert.equal(missing.has('chromium'), !installs)
    assert.equal(
      asked(),
      installs ? 'update -q\ninstall -q -y --no-install-recommends chromium-headless-shell\n' : '',
    )
    assert.deepEqual(await prepare(root, new Set(['chromium']), env, user), new Map())
  })
}
