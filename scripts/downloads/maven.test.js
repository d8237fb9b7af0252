import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { findProgram } from './search-path.js'
import { serve } from './testing/server.js'
import { tarball } from './testing/tarball.js'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const archive = tarball({ 'apache-maven/bin/mvn': '#!/bin/sh\necho "Maven, $1"\n' })
const sha256 = createHash('sha256').update(archive).digest('hex')

const run = (program, options, env) =>
  new Promise((resolve) => {
    execFile(program, options, { env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr })
    })
  })

/** A copy of what provides Maven, whose Maven is ours; and a user who has none. */
const checkout = (t, checksum) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley maven '))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const part of ['scripts/downloads', '.mvn', 'mvnw', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true })
  }
  const settings = join(folder, '.mvn/wrapper/maven-wrapper.properties')
  const text = readFileSync(settings, 'utf8')
  writeFileSync(settings, text.replace(/^tarSha256Sum=.*$/m, `tarSha256Sum=${checksum}`))
  return folder
}

/** A machine with no more than a shell and what its scripts use. */
const bare = (folder, url) => {
  const programs = join(folder, 'bin')
  mkdirSync(programs)
  for (const name of ['sh', 'uname', 'dirname', 'basename', 'tr']) {
    symlinkSync(findProgram(process.env, [name]), join(programs, name))
  }
  return { PATH: programs, MAVEN_USER_HOME: join(folder, 'm2'), MVNW_REPOURL: url }
}

test('the wrapper finds the Maven that was downloaded for it, and needs no curl, wget or unzip', async (t) => {
  const folder = checkout(t, sha256)
  const { url, asked } = await serve(t, (_, response) => response.end(archive))
  const env = bare(folder, url)

  const provided = await run(process.execPath, [join(folder, 'scripts/downloads/maven.js')], env)
  const again = await run(process.execPath, [join(folder, 'scripts/downloads/maven.js')], env)
  const wrapper = await run(join(folder, 'mvnw'), ['verify'], env)

  assert.equal(provided.code, 0, provided.stderr)
  assert.match(provided.stderr, /Downloading Maven, once: apache-maven-3\S+, 1 MB/)
  assert.deepEqual(again, { code: 0, stdout: '', stderr: '' })
  assert.deepEqual(wrapper, { code: 0, stdout: 'Maven, verify\n', stderr: '' })
  assert.equal(asked.length, 1)
  assert.match(asked[0], /^\/org\/apache\/maven\/.*-bin\.tar\.gz$/)
})

test('a Maven that is not the published one is refused', async (t) => {
  const folder = checkout(t, 'b'.repeat(64))
  const { url } = await serve(t, (_, response) => response.end(archive))
  const env = bare(folder, url)

  const { code, stderr } = await run(
    process.execPath,
    [join(folder, 'scripts/downloads/maven.js')],
    env,
  )

  assert.equal(code, 1)
  assert.match(stderr, /its SHA-256 is/)
  assert.match(stderr, /MVNW_REPOURL/)
  const [version] = readdirSync(join(env.MAVEN_USER_HOME, 'wrapper/dists'))
  assert.deepEqual(readdirSync(join(env.MAVEN_USER_HOME, 'wrapper/dists', version)), [])
})
