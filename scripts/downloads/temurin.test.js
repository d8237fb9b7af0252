import assert from 'node:assert/strict'
import { test } from 'node:test'

import { temurinMachine } from './temurin.js'

const machines = [
  ['linux', 'x64', false, { os: 'linux', architecture: 'x64' }],
  ['linux', 'arm64', false, { os: 'linux', architecture: 'aarch64' }],
  ['linux', 'x64', true, { os: 'alpine-linux', architecture: 'x64' }],
  ['linux', 'arm64', true, { os: 'alpine-linux', architecture: 'aarch64' }],
  ['darwin', 'x64', false, { os: 'mac', architecture: 'x64' }],
  ['darwin', 'arm64', false, { os: 'mac', architecture: 'aarch64' }],
  ['linux', 'riscv64', false, undefined],
  ['freebsd', 'x64', false, undefined],
]

for (const [platform, processor, musl, expected] of machines) {
  test(`Adoptium calls ${platform} on ${processor}${musl ? ' with musl' : ''} ${expected?.os ?? 'nothing'}`, () => {
    assert.deepEqual(
      temurinMachine(platform, processor, () => musl),
      expected,
    )
  })
}
