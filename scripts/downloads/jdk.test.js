import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { serve } from './testing/server.js'
import { tarball } from './testing/tarball.js'

const jdk = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'bin/jdk')
const home = process.platform === 'darwin' ? 'jdk-25/Contents/Home' : 'jdk-25'
const archive = tarball({
  [`${home}/release`]: 'JAVA_VERSION="25.0.1"\n',
  [`${home}/bin/java`]: '#!/bin/sh\necho "the downloaded Java"\n',
  [`${home}/bin/javac`]: '#!/bin/sh\n',
})
const sha256 = createHash('sha256').update(archive).digest('hex')

/** A user with an empty cache, on a machine whose own JDKs do not count. */
const user = (t) => {
  const cache = mkdtempSync(join(tmpdir(), 'parley cache '))
  t.after(() => rmSync(cache, { recursive: true, force: true }))
  const env = (variables) => ({
    ...process.env,
    PARLEY_JDK: 'download',
    XDG_CACHE_HOME: cache,
    ...variables,
  })
  return {
    cache: join(cache, 'parley'),
    env,
    run: (variables) =>
      new Promise((resolve) => {
        execFile(jdk, ['java'], { env: env(variables) }, (error, stdout, stderr) => {
          resolve({ code: error?.code ?? 0, stdout, stderr })
        })
      }),
  }
}

const left = (cache) => (existsSync(cache) ? readdirSync(cache) : [])

/** Answers as Adoptium does. */
const vendor = (t, { checksum = sha256, send = (response) => response.end(archive) } = {}) =>
  serve(t, (path, response) => {
    if (path.startsWith('/v3/assets/latest/25/hotspot?')) {
      const link = '/archive.tar.gz'
      response.end(
        JSON.stringify([
          { release_name: 'jdk-25.0.1+8', binary: { package: { link, checksum, size: 1 } } },
        ]),
      )
    } else {
      response.setHeader('content-length', archive.length)
      send(response)
    }
  })

test('a missing JDK is announced, downloaded, verified and from then on used', async (t) => {
  const { cache, run } = user(t)
  const { url, asked, close } = await vendor(t)

  const first = await run({ PARLEY_JDK_URL: url })
  close()
  const second = await run({ PARLEY_JDK_URL: url })

  assert.equal(first.code, 0, first.stderr)
  assert.equal(first.stdout, 'the downloaded Java\n')
  assert.match(first.stderr, /Eclipse Temurin, jdk-25\.0\.1\+8, 1 MB/)
  assert.ok(first.stderr.includes(`${url}/archive.tar.gz`))
  assert.ok(first.stderr.includes(join(cache, 'jdk-25-')))
  assert.match(
    asked[0],
    /architecture=(x64|aarch64)&image_type=jdk&os=(linux|alpine-linux|mac)&vendor=eclipse$/,
  )
  assert.deepEqual(second, { code: 0, stdout: 'the downloaded Java\n', stderr: '' })
  assert.equal(asked.length, 2)
})

test('an archive of a mirror is checked with the file beside it', async (t) => {
  const { run } = user(t)
  const { url } = await serve(t, (path, response) => {
    response.end(path.endsWith('.sha256.txt') ? `${sha256}  jdk.tar.gz\n` : archive)
  })

  const { code, stdout, stderr } = await run({ PARLEY_JDK_URL: `${url}/25/jdk.tar.gz` })

  assert.equal(code, 0, stderr)
  assert.equal(stdout, 'the downloaded Java\n')
})

test('an archive that is not the published one is refused, and nothing of it stays', async (t) => {
  const { cache, run } = user(t)
  const { url } = await vendor(t, { checksum: 'a'.repeat(64) })

  const { code, stderr } = await run({ PARLEY_JDK_URL: url })

  assert.equal(code, 1)
  assert.match(stderr, new RegExp(`its SHA-256 is ${sha256}, and should be a{64}`))
  assert.deepEqual(left(cache), [])
})

test('a connection that breaks on the way leaves nothing', async (t) => {
  const { cache, run } = user(t)
  const send = (response) => response.write(archive.subarray(0, 100), () => response.destroy())
  const { url } = await vendor(t, { send })

  const { code, stderr } = await run({ PARLEY_JDK_URL: url })

  assert.equal(code, 1)
  assert.match(stderr, /could not be downloaded.*: the connection broke/)
  assert.deepEqual(left(cache), [])
})

test('who stops a download leaves nothing; what a killed one left goes with the next', async (t) => {
  const { cache, env, run } = user(t)
  let began = () => {}
  const { url } = await vendor(t, {
    send: (response) => response.write(archive.subarray(0, 100), () => began()),
  })
  const good = await vendor(t)
  const stopped = async (signal) => {
    const underWay = new Promise((resolve) => (began = resolve))
    const script = join(dirname(fileURLToPath(import.meta.url)), 'jdk.js')
    const process = spawn(globalThis.process.execPath, [script], {
      env: env({ PARLEY_JDK_URL: url }),
      stdio: 'ignore',
    })
    await underWay
    process.kill(signal)
    return once(process, 'exit')
  }

  await stopped('SIGTERM')
  const afterStop = left(cache)
  await stopped('SIGKILL')
  const afterKill = left(cache)
  const { code } = await run({ PARLEY_JDK_URL: good.url })

  assert.deepEqual(afterStop, [])
  assert.equal(afterKill.length, 1)
  assert.equal(code, 0)
  assert.deepEqual(
    left(cache).filter((name) => name.startsWith('partial-')),
    [],
  )
})

test('without a network the message says where it failed and how to go on', async (t) => {
  const { cache, run } = user(t)
  const { url, close } = await vendor(t)
  close()

  const { code, stderr } = await run({ PARLEY_JDK_URL: url })

  assert.equal(code, 1)
  assert.ok(stderr.includes(`${url}/v3/assets/latest/25/hotspot`), stderr)
  for (const word of ['nothing answers there', 'install JDK 25', 'JAVA_HOME', 'PARLEY_JDK_URL']) {
    assert.ok(stderr.includes(word), stderr)
  }
  assert.deepEqual(left(cache), [])
})

test('an answer that names no archive is told as such', async (t) => {
  const { run } = user(t)
  const { url } = await serve(t, (_, response) => response.end('[]'))

  const { code, stderr } = await run({ PARLEY_JDK_URL: url })

  assert.equal(code, 1)
  assert.match(stderr, /names no archive/)
})

test('PARLEY_JDK names a JDK, and one that will not do is refused', async (t) => {
  const { cache, run } = user(t)
  const made = (name, version) => {
    const folder = join(cache, name)
    mkdirSync(join(folder, 'bin'), { recursive: true })
    writeFileSync(join(folder, 'release'), `JAVA_VERSION="${version}"\n`)
    for (const program of ['java', 'javac']) {
      writeFileSync(join(folder, 'bin', program), '#!/bin/sh\necho "my Java"\n', { mode: 0o755 })
    }
    return folder
  }

  assert.equal((await run({ PARLEY_JDK: made('26', '26.0.1') })).stdout, 'my Java\n')
  for (const wrong of [made('17', '17.0.9'), join(cache, 'nowhere')]) {
    const { code, stderr } = await run({ PARLEY_JDK: wrong })
    assert.equal(code, 1)
    assert.ok(stderr.includes(`PARLEY_JDK is ${wrong}, must be the home of a JDK 25`), stderr)
  }
})

test('PARLEY_JDK=none asks no server', async (t) => {
  const { env } = user(t)
  const { url, asked } = await vendor(t)
  const script = join(dirname(fileURLToPath(import.meta.url)), 'jdk.js')

  const { code, stderr } = await new Promise((resolve) => {
    const options = { env: env({ PARLEY_JDK: 'none', PARLEY_JDK_URL: url }) }
    execFile(process.execPath, [script], options, (error, _, stderr) => {
      resolve({ code: error?.code ?? 0, stderr })
    })
  })

  assert.equal(code, 1)
  assert.match(stderr, /PARLEY_JDK=none/)
  assert.deepEqual(asked, [])
})
