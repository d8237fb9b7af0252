/** Reads the reports of test runners into counts, and the names of what failed or was left out. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures what a person calls the tests that failed
 * @property {LeftOut[]} leftOut the tests that were skipped and said why
 *
 * @typedef {{ title: string, reason: string }} LeftOut
 */

/** A count of nothing. @type {Count} */
export const none = { passed: 0, failed: 0, skipped: 0, failures: [], leftOut: [] }

/** Adds counts up. @param {Count[]} counts @returns {Count} */
export const total = (counts) =>
  counts.reduce(
    (sum, count) => ({
      passed: sum.passed + count.passed,
      failed: sum.failed + count.failed,
      skipped: sum.skipped + count.skipped,
      failures: [...sum.failures, ...count.failures],
      leftOut: [...sum.leftOut, ...count.leftOut],
    }),
    none,
  )

/** Reads an attribute of the first tag with this name. */
const attribute = (xml, tag, name) => {
  const found = new RegExp(`<${tag}\\b[^>]*?\\s${name}="(\\d+)"`).exec(xml)
  if (found === null) throw new Error(`the report has no <${tag} ${name}>`)
  return Number(found[1])
}

const cases = (xml) =>
  [...xml.matchAll(/<testcase\b[^>]*?(\/>|>[\s\S]*?<\/testcase>)/g)].map(([text]) => text)

const hasFailed = (testcase) => /<(failure|error)\b/.test(testcase)

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

const decoded = (text) => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name])

/** What a test case is called, after its class where the runner names one. */
const title = (testcase) =>
  decoded(
    ['classname', 'name']
      .map((name) => new RegExp(`^<testcase\\b[^>]*?\\s${name}="([^"]*)"`).exec(testcase)?.[1])
      .filter((text) => text)
      .join(' > '),
  )

/** The test cases that were skipped and say why; JUnit puts its own words before those of an assumption. */
const skips = (cases) =>
  cases.flatMap((testcase) => {
    const reason = /<skipped\b[^>]*?\smessage="([^"]*)"/.exec(testcase)?.[1]
    return reason
      ? [{ title: title(testcase), reason: decoded(reason).replace(/^Assumption failed: /, '') }]
      : []
  })

/** Counts one `TEST-*.xml` of Surefire. @returns {Count} */
export const surefire = (xml) => {
  const tests = attribute(xml, 'testsuite', 'tests')
  const failed = attribute(xml, 'testsuite', 'failures') + attribute(xml, 'testsuite', 'errors')
  const skipped = attribute(xml, 'testsuite', 'skipped')
  const failures = cases(xml).filter(hasFailed).map(title)
  return {
    passed: tests - failed - skipped,
    failed,
    skipped,
    failures,
    leftOut: skips(cases(xml)),
  }
}

/** Counts the JUnit report of Node's test runner. @returns {Count} */
export const junit = (xml) => {
  const tests = cases(xml)
  const failures = tests.filter(hasFailed).map(title)
  const failed = failures.length
  const skipped = tests.filter((text) => /<skipped\b/.test(text)).length
  return {
    passed: tests.length - failed - skipped,
    failed,
    skipped,
    failures,
    leftOut: skips(tests),
  }
}

/** Counts Vitest's JSON report; a file that did not load counts as one failure. @returns {Count} */
export const vitest = (json) => {
  const report = JSON.parse(json)
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    failures: [
      ...broken.map((file) => `${file.name} did not load`),
      ...report.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName }) => `${name} > ${fullName}`),
      ),
    ],
    leftOut: [],
  }
}

/** Lists the tests of a suite of Playwright's and of those within it that did not pass at once. */
const unexpected = ({ specs = [], suites = [] }) => [
  ...specs
    .filter(({ tests }) => tests.some(({ status }) => ['unexpected', 'flaky'].includes(status)))
    .map(({ file, title }) => `${file} > ${title}`),
  ...suites.flatMap(unexpected),
]

/** Lists the tests of a suite of Playwright's and of those within it that were skipped and say why. */
const unasked = ({ specs = [], suites = [] }) => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'skipped')
      .flatMap(({ annotations = [] }) => annotations)
      .filter(({ type, description }) => type === 'skip' && description)
      .map(({ description }) => ({ title: `${file} > ${title}`, reason: description })),
  ),
  ...suites.flatMap(unasked),
]

/** Counts Playwright's JSON report; a test that passed only when tried again has failed. @returns {Count} */
export const playwright = (json) => {
  const { stats, suites = [], errors = [] } = JSON.parse(json)
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [...unexpected({ suites }), ...errors.map(({ message }) => message)],
    leftOut: unasked({ suites }),
  }
}

/** The reports that are one file, by kind. */
const files = { junit, vitest, playwright, testsuite: surefire }

const surefireModule = (root, module, name) => {
  const folder = join(root, module, 'target', name)
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => /^TEST-.*\.xml$/.test(name))
    : []
  const count = total(names.map((name) => surefire(readFileSync(join(folder, name), 'utf8'))))
  return { name: module, ...count }
}

/**
 * Reads what a suite reported.
 *
 * @param {string} root the repository
 * @param {string} name the suite's name
 * @param {{ kind: string, modules?: string[], folder?: string, file?: string }} report
 * @returns {({ name: string } & Count)[]} one row for a suite, or one per Java module
 */
export const read = (root, name, report) => {
  if (report.kind === 'surefire')
    return report.modules.map((module) =>
      surefireModule(root, module, report.folder ?? 'surefire-reports'),
    )
  if (!existsSync(report.file)) return [{ name, ...none }]
  const text = readFileSync(report.file, 'utf8')
  const count = files[report.kind](text)
  return [{ name, ...count }]
}
