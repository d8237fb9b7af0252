import assert from 'node:assert/strict'
import test from 'node:test'

import { runSuite } from './run-suite.js'

/** Runs a program of Node.js as a suite and returns how it went. */
const ran = async (program, suite = {}) => {
  const lines = []
  const command = [process.execPath, '-e', program]
  const ok = await runSuite('.', { name: 'some', command, ...suite }, (line) => lines.push(line))
  return { ok, lines }
}

test('each line of a suite, of both its streams, stands under its name', async () => {
  const { ok, lines } = await ran("console.log('one\\ntwo'); console.error('three')")

  assert.equal(ok, true)
  assert.deepEqual(lines.slice(1, -1).sort(), [
    'some     | one',
    'some     | three',
    'some     | two',
  ])
  assert.match(lines.at(-1), /^some {5}\| passed, after \d+ s$/)
})

test('a suite that fails says with which code', async () => {
  const { ok, lines } = await ran('process.exit(3)')

  assert.equal(ok, false)
  assert.match(lines.at(-1), /failed with exit code 3/)
})

test('a suite that cannot be started has failed and says why', async () => {
  const { ok, lines } = await ran('', { command: ['no-such-program'] })

  assert.equal(ok, false)
  assert.match(lines.at(-1), /did not start: .*no-such-program/)
})

test('a suite that takes too long is stopped and has failed', async () => {
  const { ok, lines } = await ran('setInterval(() => {}, 1000)', { minutes: 0.01 })

  assert.equal(ok, false)
  assert.match(lines.at(-1), /was stopped/)
})
