import assert from 'node:assert/strict'
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'

import { entry, record, tar } from './testing/tarball.js'
import { untar } from './untar.js'

const folder = (t) => {
  const outside = mkdtempSync(join(tmpdir(), 'untar-'))
  t.after(() => rmSync(outside, { recursive: true, force: true }))
  const inside = join(outside, 'inside')
  mkdirSync(inside)
  return { outside, inside }
}

/** Gives the bytes in pieces that fit no block. */
const pieces = (bytes) =>
  Readable.from(
    (function* () {
      for (let start = 0; start < bytes.length; start += 700)
        yield bytes.subarray(start, start + 700)
    })(),
  )

test('files, folders and links come out as they were', async (t) => {
  const { inside } = folder(t)
  const archive = tar(
    entry({ path: 'jdk/', type: '5', mode: 0o755 }),
    entry({ path: 'jdk/bin/java', content: '#!/bin/sh\n', mode: 0o755 }),
    entry({ path: 'jdk/legal/a/LICENSE', content: 'x'.repeat(1_300) }),
    entry({ path: 'jdk/legal/b/LICENSE', type: '2', target: '../a/LICENSE' }),
    entry({ path: 'jdk/java', type: '1', target: 'jdk/bin/java' }),
  )

  await untar(pieces(archive), inside, { strip: 1 })

  assert.deepEqual(readdirSync(inside).sort(), ['bin', 'java', 'legal'])
  assert.equal(lstatSync(join(inside, 'bin/java')).mode & 0o777, 0o755)
  assert.equal(readFileSync(join(inside, 'java'), 'utf8'), '#!/bin/sh\n')
  assert.ok(lstatSync(join(inside, 'legal/b/LICENSE')).isSymbolicLink())
  assert.equal(readFileSync(join(inside, 'legal/b/LICENSE'), 'utf8'), 'x'.repeat(1_300))
})

test('names that are too long for a header come from the entry before, in either format', async (t) => {
  const { inside } = folder(t)
  const long = (letter) => `${letter.repeat(120)}/${letter.repeat(90)}`
  const archive = tar(
    entry({ path: 'pax', type: 'g', content: record('comment=made by hand') }),
    entry({ path: 'pax', type: 'x', content: record('mtime=1.5') + record(`path=${long('ä')}`) }),
    entry({ path: 'cut', content: 'pax' }),
    entry({ path: '././@LongLink', type: 'L', content: `${long('g')}\0` }),
    entry({ path: 'cut', content: 'gnu' }),
    entry({ path: 'short', content: 'own' }),
  )

  await untar(pieces(archive), inside)

  assert.equal(readFileSync(join(inside, long('ä')), 'utf8'), 'pax')
  assert.equal(readFileSync(join(inside, long('g')), 'utf8'), 'gnu')
  assert.equal(readFileSync(join(inside, 'short'), 'utf8'), 'own')
})

const hostile = {
  'a path above the folder': [entry({ path: 'jdk/../../out', content: 'x' })],
  'a path from the root': [entry({ path: '/tmp/out', content: 'x' })],
  'a link to a path from the root': [entry({ path: 'jdk/out', type: '2', target: '/etc/passwd' })],
  'a link above the folder': [entry({ path: 'jdk/out', type: '2', target: '../out' })],
  'a hard link above the folder': [entry({ path: 'jdk/out', type: '1', target: 'jdk/../../out' })],
  'a link below a link': [
    entry({ path: 'jdk/a/b', type: '2', target: '..' }),
    entry({ path: 'jdk/a/b/c', type: '2', target: '..' }),
  ],
  'a device': [entry({ path: 'jdk/null', type: '3' })],
  'a file in the place of another': [
    entry({ path: 'jdk/a', content: 'x' }),
    entry({ path: 'jdk/a', content: 'y' }),
  ],
  'an end that is missing': [entry({ path: 'jdk/a', content: 'x' }).subarray(0, 600)],
}

for (const [name, entries] of Object.entries(hostile)) {
  test(`${name} is refused, and nothing is written outside`, async (t) => {
    const { outside, inside } = folder(t)
    const archive = name === 'an end that is missing' ? Buffer.concat(entries) : tar(...entries)

    await assert.rejects(untar(pieces(archive), inside, { strip: 1 }))

    assert.deepEqual(readdirSync(outside), ['inside'])
  })
}

test('a file that is no archive is refused', async (t) => {
  await assert.rejects(
    untar(pieces(Buffer.from('<html>'.repeat(200))), folder(t).inside),
    /not a tar archive/,
  )
})
