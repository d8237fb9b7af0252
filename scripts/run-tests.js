/**
 * Builds the product, then runs every suite, whatever the ones before it did, and sums up: what failed
 * by name, the counts, and what was left out because the machine lacks something. The suites of Java mostly
 * wait and those of JavaScript mostly compute, so that one of each runs at a time.
 *
 * The last line is `N passed, N failed`. The exit code is 0 only when nothing failed, no suite ran
 * empty and no whole suite was left out. Called by `./parley test`; with `--all` the suites that take
 * long run too, or those named after it: `--all fuzz`.
 */

import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { leftOutLines } from './left-out.js'
import { prepare } from './prepare.js'
import { none, read, total } from './reports.js'
import { runSuite } from './run-suite.js'
import { build, heavySuites, javaModules, suites } from './suites.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const reports = join(root, 'target/test-reports')

/** The verdict of one suite: its rows, with what went wrong beyond single tests as one more failure. */
const judge = (suite, ok) => {
  if (suite.report === undefined) {
    return [{ ...none, name: suite.name, [ok ? 'passed' : 'failed']: 1 }]
  }
  const rows = read(root, suite.name, suite.report).map((row) =>
    row.passed + row.failed === 0 ? { ...row, failed: 1, note: 'ran no tests' } : row,
  )
  if (!ok && total(rows).failed === 0) {
    return [...rows, { ...none, name: suite.name, failed: 1, note: 'ended with an error' }]
  }
  return rows
}

const forget = () => {
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  for (const module of javaModules(root)) {
    for (const folder of ['surefire-reports', 'suite-reports']) {
      rmSync(join(root, module, 'target', folder), { recursive: true, force: true })
    }
  }
}

const [all, ...named] = process.argv.slice(2)
const heavy = heavySuites(root, reports)
const unknown = named.filter((name) => !heavy.some((suite) => suite.name === name))
if ((all !== undefined && all !== '--all') || unknown.length > 0) {
  const names = heavy.map(({ name }) => name).join(', ')
  console.error(
    `parley test: ${[...(all === '--all' ? [] : [all]), ...unknown].join(' ')} is not an option;` +
      ` there is --all, and after it, to run these alone, ${names}`,
  )
  process.exit(2)
}

forget()

const short = named.length === 0 ? suites(root, reports) : []
const long = heavy.filter(({ name }) =>
  named.length === 0 ? all === '--all' : named.includes(name),
)
const chosen = [...short, ...long]
const missing = await prepare(root, new Set(chosen.flatMap(({ needs = [] }) => needs)))
const whyNot = ({ needs = [] }) =>
  needs.map((need) => missing.get(need)).find((text) => text !== undefined)
const runnable = new Set(chosen.filter((suite) => whyNot(suite) === undefined))
const results = new Map()

const runInTurn = async (some) => {
  for (const suite of some.filter((one) => runnable.has(one))) {
    results.set(suite, judge(suite, await runSuite(root, suite)))
  }
}

if (short.length > 0 && !missing.has('java')) await runSuite(root, build(root))
await Promise.all([
  runInTurn(short.filter(({ language }) => language === 'java')),
  runInTurn(short.filter(({ language }) => language !== 'java')),
])
await runInTurn(long)

const rows = chosen.flatMap((suite) => results.get(suite) ?? [])
const skippedSuites = chosen
  .filter((suite) => !runnable.has(suite))
  .map((suite) => ({ title: suite.name, reason: whyNot(suite) }))
const sum = total(rows)
if (sum.failures.length > 0) console.log(['\n=== failed', ...sum.failures].join('\n'))
console.log('\n=== summary')
for (const { name, passed, failed, skipped, note } of rows) {
  const details = [`${passed} passed`, `${failed} failed`]
  if (skipped > 0) details.push(`${skipped} skipped`)
  console.log(`${name.padEnd(10)} ${details.join(', ')}${note === undefined ? '' : ` (${note})`}`)
}
for (const line of leftOutLines(skippedSuites, sum.leftOut)) console.log(line)
console.log(`${sum.passed} passed, ${sum.failed} failed`)
process.exit(sum.failed === 0 && sum.passed > 0 && skippedSuites.length === 0 ? 0 : 1)
