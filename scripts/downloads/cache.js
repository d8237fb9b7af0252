/** The user's cache: what was downloaded once is kept there, whole or not at all. */

import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { constants, homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const partial = /^partial-(\d+)-/

/**
 * Returns our folder in the user's cache.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} platform as Node.js names it
 */
export const cacheFolder = (env, platform) => {
  const { XDG_CACHE_HOME: named } = env
  if (named !== undefined && isAbsolute(named)) return join(named, 'parley')
  const usual = platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']
  return join(env.HOME || homedir(), ...usual, 'parley')
}

const runs = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Removes what processes left that were killed at their work. */
const removeAbandoned = (folder) => {
  for (const name of readdirSync(folder)) {
    const pid = partial.exec(name)?.[1]
    if (pid !== undefined && !runs(Number(pid))) {
      rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
}

/**
 * Makes `name` in `folder`: `fill` gets an empty folder beside it, which takes the name when that is done.
 * A failure or a signal on the way leaves nothing.
 *
 * @param {string} folder is made when it is missing
 * @param {string} name
 * @param {(empty: string) => Promise<void>} fill
 * @returns {Promise<string>} the path of what was made, by this process or by another one at the same time
 */
export const install = async (folder, name, fill) => {
  // closed to others: programs are run out of it
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeAbandoned(folder)
  const place = join(folder, name)
  const making = join(folder, `partial-${process.pid}-${name}`)
  const remove = () => rmSync(making, { recursive: true, force: true })
  const stop = (signal) => {
    remove()
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of signals) process.once(signal, stop)
  try {
    mkdirSync(making)
    await fill(making)
    renameSync(making, place)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
  } finally {
    remove()
    for (const signal of signals) process.removeListener(signal, stop)
  }
  return place
}
