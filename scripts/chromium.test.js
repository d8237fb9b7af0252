import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { findChromium } from './chromium.js'
import { downloadedChromium, provideChromium, unpackChromium } from './downloads/chromium.js'
import { entry, tar } from './downloads/testing/tarball.js'

const folder = (t) => {
  const made = mkdtempSync(join(tmpdir(), 'parley browser '))
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const program = (path, text = '#!/bin/sh\n') => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { mode: 0o755 })
  return path
}

test('an installed browser comes before the downloaded one, and CHROMIUM before both', (t) => {
  const place = folder(t)
  const env = { PATH: join(place, 'bin'), XDG_CACHE_HOME: join(place, 'cache') }

  const downloaded = program(downloadedChromium(env))
  assert.equal(findChromium(env), downloaded)
  const installed = program(join(place, 'bin/google-chrome'))
  assert.equal(findChromium(env), installed)
  const windowless = program(join(place, 'bin/chromium-headless-shell'))
  assert.equal(findChromium(env), windowless)
  assert.equal(findChromium({ ...env, CHROMIUM: '/my/browser' }), '/my/browser')
})

test('where no package has a browser for the machine, none is fetched', async (t) => {
  const env = { XDG_CACHE_HOME: folder(t), PATH: '' }

  await assert.rejects(
    provideChromium({ env, platform: 'darwin', arch: 'arm64' }),
    /no Chromium to fetch for darwin on arm64/,
  )
})

/** An archive as npm packs it, whose browser is a script. */
const carrier = (browser) => {
  const packed = (path) => brotliCompressSync(tar(entry({ path, content: 'x' })))
  return gzipSync(
    tar(
      entry({ path: 'package/bin/chromium.br', content: brotliCompressSync(browser) }),
      entry({ path: 'package/bin/al2023.tar.br', content: packed('lib/libnss3.so') }),
      entry({ path: 'package/bin/fonts.tar.br', content: packed('fonts/Open.ttf') }),
    ),
  )
}

test('the browser starts with its own libraries only where the machine has none', async (t) => {
  const started = async (browser) => {
    const place = folder(t)
    writeFileSync(join(place, 'archive.tgz'), carrier(browser))
    await unpackChromium(join(place, 'archive.tgz'), place)
    return spawnSync(join(place, 'chromium'), ['--headless'], { encoding: 'utf8' }).stdout
  }
  const tell = 'echo "$1 ${LD_LIBRARY_PATH:-of the machine}"\n'
  const lacking = '[ -n "${LD_LIBRARY_PATH:-}" ] || exit 127\n'

  assert.equal(await started(`#!/bin/sh\n${tell}`), '--headless of the machine\n')
  assert.match(await started(`#!/bin/sh\n${lacking}${tell}`), /^--headless .*\/libraries\/lib\n$/)
})
