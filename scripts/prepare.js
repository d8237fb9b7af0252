/** Gets what suites need beside Node.js and npm, as far as it can be had on this machine. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { findChromium, hasHeadlessShell, howToInstall } from './chromium.js'
import { provideChromium } from './downloads/chromium.js'
import { findProgram, isProgram } from './downloads/search-path.js'

/** Debian's packages for what suites use where it is there. */
const packages = [
  { name: 'chromium-headless-shell', need: 'chromium', present: hasHeadlessShell },
  { name: 'pgbouncer', need: 'pgbouncer', present: () => isProgram('/usr/sbin/pgbouncer') },
]

const run = (env, program, ...options) =>
  spawnSync(program, options, { env, stdio: ['ignore', 'inherit', 'inherit'] })

/** Installs for the whole machine, which only one of continuous integration is asked to bear. */
const installPackages = (needs, env, user) => {
  const missing = packages.filter(({ need, present }) => needs.has(need) && !present(env))
  const aptGet = findProgram(env, ['apt-get'])
  if (missing.length === 0 || env.CI !== 'true' || user !== 0 || aptGet === undefined) return
  const names = missing.map(({ name }) => name)
  console.log(`Installing by apt-get: ${names.join(', ')}`)
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive' }
  run(quiet, aptGet, 'update', '-q')
  for (const name of names) {
    // one that this system does not have keeps no other from it
    run(quiet, aptGet, 'install', '-q', '-y', '--no-install-recommends', name)
  }
}

/** Returns what is wrong, or nothing; the JDK is then JAVA_HOME for everything that runs later. */
const prepareJava = (root, env) => {
  const tell = ['sh', '-c', 'printf %s "$JAVA_HOME"']
  const stdio = ['ignore', 'pipe', 'inherit']
  const jdk = spawnSync(join(root, 'bin/jdk'), tell, { env, stdio, encoding: 'utf8' })
  if (jdk.status !== 0) return 'there is no JDK; the first lines say why, and how to get one'
  env.JAVA_HOME = jdk.stdout
  const maven = run(env, process.execPath, join(root, 'scripts/downloads/maven.js'))
  return maven.status === 0 ? undefined : 'there is no Maven; the first lines say why'
}

/** Returns what is wrong, or nothing; the browser is then CHROMIUM for everything that runs later. */
const prepareChromium = async (env) => {
  const { platform, arch } = process
  try {
    env.CHROMIUM = findChromium(env) ?? (await provideChromium({ env, platform, arch }))
    return undefined
  } catch (error) {
    return `${error.message}; ${howToInstall}`
  }
}

/**
 * Prepares the machine, and says what is missing all the same.
 *
 * @param {string} root the repository
 * @param {Set<string>} needs of the suites that are to run
 * @param {Record<string, string | undefined>} env the variables that suites will get; some are set here
 * @param {number | undefined} user 0 is root
 * @returns {Promise<Map<string, string>>} a sentence for each need that cannot be met
 */
export const prepare = async (root, needs, env = process.env, user = process.getuid?.()) => {
  installPackages(needs, env, user)
  const problems = [
    ['java', needs.has('java') ? prepareJava(root, env) : undefined],
    ['chromium', needs.has('chromium') ? await prepareChromium(env) : undefined],
  ]
  return new Map(problems.filter(([, problem]) => problem !== undefined))
}
