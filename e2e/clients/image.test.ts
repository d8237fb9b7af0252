import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { root } from '../stack.js'
import { freePorts } from '../support/addresses.js'
import { until } from '../support/wait.js'

const run = promisify(execFile)
const addresses = inject('addresses')
const folder = mkdtempSync(path.join(tmpdir(), 'parley image '))
const image = path.join(folder, 'moved')
const maxWorkerKilobytes = 160 * 1024

/** Built where it is not used: an image may be moved. */
beforeAll(async () => {
  await run('./parley', ['image', path.join(folder, 'made')], { cwd: root, timeout: 240_000 })
  renameSync(path.join(folder, 'made'), image)
}, 250_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the image', () => {
  it('runs the worker on a machine that has only a shell, in 160 MB', async () => {
    const { appId, host, key, port, secret } = addresses.pusher
    const [http] = await freePorts(1)
    const worker = start('worker', {
      DATABASE_URL: addresses.databaseUrl,
      PORT: String(http),
      PUSHER_APP_ID: appId,
      PUSHER_HOST: host,
      PUSHER_KEY: key,
      PUSHER_PORT: String(port),
      PUSHER_SECRET: secret,
      PUSHER_TLS: 'false',
      SUPABASE_JWT_SECRET: addresses.jwtSecret,
      WEBHOOK_SECRET: addresses.webhookSecret,
    })

    await becomesHealthy(worker, http)
    // The worker of the running product has the slot, so this one stands by.
    await until('the worker to stand by', () => says(http, 'slot_held'), {
      within: 20_000,
      detail: () => `; it wrote:\n${worker.text()}`,
    })

    expect(residentKilobytes(worker)).toBeLessThan(maxWorkerKilobytes)
    expect(worker.text()).not.toContain('WARN')
  }, 60_000)

  it('runs channels', async () => {
    const [socket, admin] = await freePorts(2)
    const channels = start('channels', {
      CHANNELS_ADMIN_PORT: String(admin),
      CHANNELS_PORT: String(socket),
    })

    await becomesHealthy(channels, admin)

    expect(channels.text()).not.toContain('WARN')
  }, 60_000)

  it('says on which port nobody listens', async () => {
    const [port] = await freePorts(1)

    await expect(healthy(port)).rejects.toThrow(`nobody listens on port ${String(port)}`)
  })

  it('has every part of Java that its classes name, but for drawing', async () => {
    const { stdout: asked } = await run(
      'bin/jdk',
      [
        'jdeps',
        '--print-module-deps',
        '--ignore-missing-deps',
        '--recursive',
        '--multi-release=25',
        `--class-path=${path.join(image, 'lib/lib')}/*`,
        path.join(image, 'lib/parley-app.jar'),
      ],
      { cwd: root, timeout: 60_000 },
    )
    const { stdout: has } = await run(path.join(image, 'runtime/bin/java'), ['--list-modules'])

    const modules = has.split('\n').map((line) => line.split('@')[0])
    // The PostgreSQL driver has a type for points that extends one of java.awt; nobody selects points.
    const missing = asked
      .trim()
      .split(',')
      .filter((name) => !modules.includes(name))
    expect(missing.filter((name) => name !== 'java.desktop')).toEqual([])
  }, 90_000)
})

interface Running {
  readonly child: ChildProcess
  readonly text: () => string
}

/** Starts a command of the image with no variables but these; it ends with the test. */
function start(command: string, variables: Readonly<Record<string, string>>): Running {
  let text = ''
  const child = spawn(path.join(image, 'bin/parley'), [command], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const remember = (chunk: Buffer): void => {
    text += chunk.toString()
  }
  child.stdout.on('data', remember)
  child.stderr.on('data', remember)
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
  })
  return { child, text: () => text }
}

async function healthy(port: number | undefined): Promise<true> {
  await run(path.join(image, 'bin/healthy'), [String(port)])
  return true
}

/** Asks whether the worker's own account of itself contains a word. */
async function says(port: number | undefined, word: string): Promise<true | undefined> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/ready`)
  return (await answer.text()).includes(word) ? true : undefined
}

async function becomesHealthy(running: Running, port: number | undefined): Promise<void> {
  await until('the health check to pass', () => healthy(port).catch(() => undefined), {
    within: 30_000,
    every: 100,
    detail: () => `; it wrote:\n${running.text()}`,
  })
}

/** What the process holds in memory, as Linux counts it; nothing elsewhere. */
function residentKilobytes({ child }: Running): number {
  if (process.platform !== 'linux') {
    return 0
  }
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
}
