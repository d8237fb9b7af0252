import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { root } from '../stack.js'
import type { Addresses } from './addresses.js'
import { atMost } from './wait.js'

const START_MS = 60_000

/** A channels server with every feature of an app switched on, its webhooks sent to one address. */
export interface FullChannels {
  readonly pusher: Addresses['pusher']
  readonly stop: () => Promise<void>
}

/** Starts the product's server by a Java file that switches on what `./parley up` leaves off. */
export async function startFullChannels(webhookUrl: string): Promise<FullChannels> {
  const child: ChildProcess = spawn(
    './bin/jdk',
    [
      'java',
      '-cp',
      path.join(root, 'app/target/parley-app.jar'),
      path.join(root, 'e2e/support/FullChannels.java'),
      webhookUrl,
    ],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const orphaned = (): void => void child.kill('SIGKILL')
  process.once('exit', orphaned)
  if (child.stdout === null) {
    throw new Error('unable to read the port of the server')
  }
  const lines = createInterface({ input: child.stdout })
  const line = await atMost(
    START_MS,
    'the port of the server',
    new Promise<string>((said) => lines.once('line', said)),
  )
  return {
    pusher: {
      appId: 'full',
      key: 'full-key',
      secret: 'full-secret',
      host: '127.0.0.1',
      port: Number(line),
    },
    stop: async () => {
      process.removeListener('exit', orphaned)
      const ended = once(child, 'exit')
      child.stdin?.end()
      await atMost(START_MS, 'the server to end with its input', ended)
    },
  }
}
