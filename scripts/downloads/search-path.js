import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Says whether a path is that of a program. @param {string} path */
export const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Finds the first of some programs on the search path.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string[]} names the best first
 * @returns {string | undefined} its path
 */
export const findProgram = (env, names) => {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram)
}
