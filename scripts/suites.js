/**
 * The suites of `./parley test`: what each runs, and where it leaves its report.
 *
 * A gate has no report: it passes or fails as a whole. A suite's report is what its own runner wrote,
 * never its printed text.
 */

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Suite
 * @property {string} name what a person calls it
 * @property {string[]} command program and arguments
 * @property {Record<string, string>} [env] variables set for it
 * @property {{ kind: 'surefire', modules: string[], folder?: string } | { kind: 'vitest' | 'playwright' | 'junit' | 'testsuite', file: string }} [report]
 *   absent for a gate
 * @property {number} [minutes] how long it may take; 25 when absent
 * @property {'java'} [language] the suites of Java run beside the others
 * @property {string[]} [needs] what must be there beside Node.js and npm, see prepare.js; nothing when absent
 */

/** Returns the names of the Java modules that have tests. @param {string} root the repository */
export const javaModules = (root) =>
  [
    'protocol',
    'client',
    'http',
    'database',
    'channels',
    'worker',
    'gateway',
    'app',
    'warmup',
    'bench',
    'trials',
  ].filter((module) => existsSync(join(root, module, 'src/test/java')))

const scriptTests = (root) =>
  readdirSync(join(root, 'scripts'), { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(root, 'scripts', name))

const maven = (root, ...goals) => [
  join(root, 'bin/jdk'),
  join(root, 'mvnw'),
  '-B',
  '-ntp',
  ...goals,
]

/** A suite of one class in `channels` that only the profile `suites` can run. */
const heavy = (root, name, type, minutes) => {
  const [simple] = type.split('.').slice(-1)
  return {
    name,
    command: maven(
      root,
      'verify',
      '-pl',
      'channels',
      '-am',
      '-P',
      'suites',
      `-Dtest=${simple}`,
      '-Dsurefire.failIfNoSpecifiedTests=false',
      '-Dmaven.test.failure.ignore=true',
      '-Dspotless.check.skip=true',
    ),
    report: {
      kind: 'testsuite',
      file: join(root, `channels/target/suite-reports/TEST-dev.parley.channels.${type}.xml`),
    },
    minutes,
    needs: ['java'],
  }
}

/**
 * What `trials` does not run with every build: all of the whole under faults that takes long. Its workers
 * run from the jar with its cache, as operators start them: the launcher makes both first.
 */
const trials = (root, minutes) => ({
  name: 'trials',
  command: [
    'sh',
    '-c',
    '"$0" worker --help >/dev/null && exec "$@"',
    join(root, 'parley'),
    ...maven(
      root,
      'test',
      '-pl',
      'trials',
      '-am',
      '-P',
      'trials',
      '-Dtest=dev/parley/trials/**/*Test',
      '-Dsurefire.failIfNoSpecifiedTests=false',
      '-Dmaven.test.failure.ignore=true',
      '-Dspotless.check.skip=true',
    ),
  ],
  report: { kind: 'surefire', modules: ['trials'], folder: 'suite-reports' },
  minutes,
  needs: ['java', 'pgbouncer'],
})

const npm = (name, script, report, ...options) => ({
  name,
  command: ['npm', 'run', '--silent', ...script, '--', ...options],
  report,
})

const vitest = (name, script, file, ...options) =>
  npm(
    name,
    script,
    { kind: 'vitest', file },
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...options,
  )

const playwright = (name, script, file) => ({
  ...npm(name, script, { kind: 'playwright', file }, '--reporter=list,json'),
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  needs: ['java', 'chromium'],
})

const apps = (reports, name) =>
  playwright(name, ['test:apps', '-w', 'e2e'], join(reports, `${name}.json`))

/** All apps of the matrix, where `apps` builds six. */
const everyApp = (reports) => {
  const suite = apps(reports, 'every-app')
  return { ...suite, env: { ...suite.env, EVERY_APP: 'true' }, minutes: 60 }
}

/**
 * Lists the suites that take long, in the order they run after the others.
 *
 * @param {string} root the repository
 * @param {string} reports an empty folder for reports
 * @returns {Suite[]}
 */
export const heavySuites = (root, reports) => [
  heavy(root, 'autobahn', 'autobahn.AutobahnSuite', 25),
  heavy(root, 'churn', 'churn.ChurnSuite', 60),
  heavy(root, 'fuzz', 'fuzz.FuzzSuite', 120),
  trials(root, 90),
  {
    ...vitest('reacts', ['test', '-w', 'react'], join(reports, 'reacts.json'), '--project=react *'),
    env: { EVERY_REACT: 'true' },
  },
  everyApp(reports),
]

/**
 * Makes the product, the page and all, as `./parley up` does before its first start. It is no suite: what
 * it cannot make fails in those that need it, with its reason.
 *
 * @param {string} root the repository
 * @returns {Suite}
 */
export const build = (root) => ({
  name: 'build',
  command: [join(root, 'parley'), 'up', '--help'],
})

/**
 * Lists the suites in the order of the summary; those of one language run in it.
 *
 * @param {string} root the repository
 * @param {string} reports an empty folder for reports
 * @returns {Suite[]}
 */
export const suites = (root, reports) => {
  return [
    {
      name: 'java',
      command: maven(
        root,
        // not `package`: the product's jar runs in the suites beside this one
        'test',
        '-P',
        'bench',
        '-Dmaven.test.failure.ignore=true',
        '-Dspotless.check.skip=true',
      ),
      report: { kind: 'surefire', modules: javaModules(root) },
      minutes: 40,
      language: 'java',
      needs: ['java'],
    },
    {
      name: 'spotless',
      command: maven(root, 'spotless:check', '-P', 'bench'),
      language: 'java',
      needs: ['java'],
    },
    { name: 'prettier', command: ['npm', 'run', '--silent', 'format'] },
    { name: 'eslint', command: ['npm', 'run', '--silent', 'lint'] },
    { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
    { name: 'package', command: ['npm', 'run', '--silent', 'package', '-w', 'react'] },
    {
      name: 'scripts',
      command: [
        process.execPath,
        '--test',
        '--test-reporter=junit',
        `--test-reporter-destination=${join(reports, 'scripts.xml')}`,
        ...scriptTests(root),
      ],
      report: { kind: 'junit', file: join(reports, 'scripts.xml') },
    },
    vitest('react', ['test', '-w', 'react'], join(reports, 'react.json')),
    {
      ...vitest('clients', ['test:clients', '-w', 'e2e'], join(reports, 'clients.json')),
      needs: ['java'],
    },
    playwright('browser', ['test:browser', '-w', 'e2e'], join(reports, 'browser.json')),
    playwright('examples', ['test:examples', '-w', 'e2e'], join(reports, 'examples.json')),
    apps(reports, 'apps'),
  ]
}
