import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root, Stack } from '../stack.js'
import { madeAppsFolder } from '../support/made-app.js'

const run = promisify(execFile)

/** Starts the product that the examples share, and packs `@parley/react` where they look for it. */
async function start(): Promise<() => Promise<void>> {
  const stack = await Stack.start() // it builds the package, too
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-examples-'))
  await run('npm', ['pack', '-w', 'react', '--pack-destination', folder], { cwd: root })
  for (const format of ['vite', 'next', 'json']) {
    writeFileSync(path.join(folder, `${format}.env`), await stack.env(format))
  }
  process.env['PARLEY_ADDRESSES'] = JSON.stringify(await stack.addresses())
  process.env[madeAppsFolder] = folder
  return async () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
    await stack.destroy()
  }
}

// eslint-disable-next-line no-restricted-syntax -- Playwright takes a default export only
export default start
