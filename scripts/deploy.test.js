import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (name) => readFileSync(join(root, name), 'utf8')
const configuration = read('docs/configuration.md')

/** The default of a variable, as its row in docs/configuration.md has it. */
const defaultOf = (name) => new RegExp(`\\| \`${name}\` \\| \`([^\`]+)\``).exec(configuration)?.[1]

const commands = [
  'deploy/Dockerfile',
  'deploy/fly.toml',
  'deploy/parley-worker.service',
  'deploy/parley-channels.service',
]

test('every deployment listens on the ports that the documents name', () => {
  const dockerfile = read('deploy/Dockerfile')
  const exposed = /^EXPOSE (.+)$/m.exec(dockerfile)?.[1].split(' ')
  assert.deepEqual(exposed, ['PORT', 'CHANNELS_PORT', 'CHANNELS_ADMIN_PORT'].map(defaultOf))
  assert.match(dockerfile, new RegExp(`^ENV .*PORT=${defaultOf('PORT')}$`, 'm'))

  const fly = read('deploy/fly.toml')
  assert.equal(/^PORT = "(\d+)"$/m.exec(fly)?.[1], defaultOf('PORT'))
  assert.equal(/^internal_port = (\d+)$/m.exec(fly)?.[1], defaultOf('PORT'))
})

test('every variable that a deployment names is one of ours', () => {
  for (const file of commands) {
    const names =
      read(file).match(/\b(?:PUSHER|WEBHOOK|SUPABASE|CHANNELS|DATABASE|BIND)_[A-Z_]+\b/g) ?? []
    for (const name of names) {
      assert.ok(
        configuration.includes(`\`${name}\``),
        `${file} names ${name}, docs/configuration.md does not`,
      )
    }
  }
})

test('every program that a deployment starts is in the image', () => {
  const made = readdirSync(join(root, 'deploy/image'))
  for (const file of commands) {
    for (const [, program] of read(file).matchAll(/\/opt\/parley\/bin\/([a-z-]+)/g)) {
      assert.ok(made.includes(program), `${file} starts ${program}, the image has none`)
    }
  }
})

test('the worker is never stopped for being idle, and has time to end', () => {
  const fly = read('deploy/fly.toml')
  assert.match(fly, /^auto_stop_machines = "off"$/m)
  assert.match(fly, /^min_machines_running = 1$/m)
  assert.match(fly, /^kill_signal = "SIGTERM"$/m)
  assert.ok(Number(/^kill_timeout = "(\d+)s"/m.exec(fly)?.[1]) >= 15)
  assert.match(fly, /^path = "\/health"$/m)
})
