import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { test } from '@playwright/test'
import { until } from './wait.js'

const run = promisify(execFile)
const MINUTES = 60_000

/** The variable that names the folder with the packed package, and what `./parley env` printed. */
export const madeAppsFolder = 'PARLEY_EXAMPLES'

/** The folder with the packed package, and what `./parley env` printed. */
export function sharedFolder(): string {
  const folder = process.env[madeAppsFolder]
  if (folder === undefined) {
    throw new Error('unable to find what apps share; the product was not started')
  }
  return folder
}

/** The machine's variables, without what this test's own runner says to npm and Node.js. */
export const developersEnvironment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:npm_(?!config_)|NODE_|PARLEY_|FORCE_COLOR)/.test(name),
    ),
  ),
  NEXT_TELEMETRY_DISABLED: '1',
}

/** The same where a server asks supabase-js, which wants Node.js 22 for that, or this. */
export const websocketEnvironment: NodeJS.ProcessEnv = {
  ...developersEnvironment,
  NODE_OPTIONS: '--experimental-websocket',
}

/** Installs what the package.json of an app names. */
export async function installPackages(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock']
  await fromRegistry(() =>
    run('npm', ['install', ...options], { cwd: folder, env, timeout: 5 * MINUTES }),
  )
}

/** Runs what fetches from the npm registry; where there is none, the test leaves itself out. */
export async function fromRegistry<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (problem) {
    test.skip(
      /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH)\b/.test(String(problem)),
      'the npm registry cannot be reached',
    )
    throw problem
  }
}

/** Starts a program that serves an app and leads a group of processes, and waits until the app answers. */
export async function startServer(
  [program = '', ...options]: readonly string[],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  url: string,
): Promise<ChildProcess> {
  const server = spawn(program, options, {
    ...place,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000)
    })
  }
  try {
    await until('the app to answer', () => answers(url), {
      within: 2 * MINUTES,
      every: 100,
      detail: () => `; it wrote:\n${output}`,
    })
  } catch (problem) {
    await endServer(server)
    throw problem
  }
  return server
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false // not yet
  }
}

/** Ends a server that leads a group of processes, with all of them. */
export async function endServer(server: ChildProcess): Promise<void> {
  if (server.pid !== undefined && server.exitCode === null) {
    const ended = once(server, 'exit')
    process.kill(-server.pid, 'SIGTERM')
    await ended
  }
}
