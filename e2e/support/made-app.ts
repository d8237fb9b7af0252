import { type ChildProcess, execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { test } from '@playwright/test'

const run = promisify(execFile)
const FIVE_MINUTES = 300_000

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

/** Installs what the package.json of an app names; where there is no registry, the test leaves itself out. */
export async function installPackages(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock']
  try {
    await run('npm', ['install', ...options], { cwd: folder, env, timeout: FIVE_MINUTES })
  } catch (problem) {
    test.skip(
      /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH)\b/.test(String(problem)),
      'the npm registry cannot be reached',
    )
    throw problem
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
