import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { junit, playwright, read, surefire, total, vitest } from './reports.js'

test('surefire counts failures and errors together', () => {
  const xml =
    '<?xml version="1.0"?>\n<testsuite name="A" time="0.1" tests="9" errors="1" skipped="2" failures="3">'

  assert.deepEqual(surefire(xml), { passed: 3, failed: 4, skipped: 2, failures: [], leftOut: [] })
})

test('surefire names what failed as its class and method', () => {
  const xml = `<testsuite name="A" tests="3" errors="1" skipped="0" failures="1">
    <testcase name="holds" classname="dev.A" time="0.1"/>
    <testcase name="takes(int)[1] &lt;&amp;lt;&gt;" classname="dev.A"><failure message="x">no</failure></testcase>
    <testcase name="" classname="dev.B"><error type="y">no</error></testcase>
  </testsuite>`

  assert.deepEqual(surefire(xml).failures, ['dev.A > takes(int)[1] <&lt;>', 'dev.B'])
})

test('a surefire report without counts is refused', () => {
  assert.throws(() => surefire('<testsuite name="A">'), /no <testsuite tests>/)
})

test('a suite of modules may have a folder of its own', () => {
  const root = mkdtempSync(join(tmpdir(), 'reports-'))
  try {
    for (const [folder, tests] of [
      ['surefire-reports', 1],
      ['suite-reports', 2],
    ]) {
      mkdirSync(join(root, 'trials/target', folder), { recursive: true })
      const xml = `<testsuite name="A" tests="${tests}" errors="0" skipped="0" failures="0">`
      writeFileSync(join(root, 'trials/target', folder, 'TEST-A.xml'), xml)
    }
    const report = { kind: 'surefire', modules: ['trials'] }

    assert.equal(read(root, 'java', report)[0].passed, 1)
    assert.equal(read(root, 'trials', { ...report, folder: 'suite-reports' })[0].passed, 2)
  } finally {
    rmSync(root, { recursive: true })
  }
})

test('junit counts cases by what is inside them', () => {
  const xml = `<testsuites>
    <testcase name="a" time="0.1"/>
    <testcase name="b"><failure message="x">no</failure></testcase>
    <testcase name="c"><skipped/></testcase>
    <testsuite name="s"><testcase name="d" classname="test"/></testsuite>
  </testsuites>`

  assert.deepEqual(junit(xml), { passed: 2, failed: 1, skipped: 1, failures: ['b'], leftOut: [] })
})

test('a vitest file that does not load is a failure', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      { name: 'a.ts', status: 'failed', assertionResults: [] },
      {
        name: 'b.ts',
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'it stays' },
          { status: 'passed', fullName: 'it goes' },
        ],
      },
      { name: 'c.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  }

  assert.deepEqual(vitest(JSON.stringify(report)), {
    passed: 5,
    failed: 2,
    skipped: 1,
    failures: ['a.ts did not load', 'b.ts > it stays'],
    leftOut: [],
  })
})

test('a playwright test that passed only when tried again has failed', () => {
  const report = {
    stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 },
    suites: [
      {
        specs: [{ file: 'a.ts', title: 'it holds', tests: [{ status: 'expected' }] }],
        suites: [
          {
            specs: [
              { file: 'a.ts', title: 'it breaks', tests: [{ status: 'unexpected' }] },
              { file: 'a.ts', title: 'it wavers', tests: [{ status: 'flaky' }] },
            ],
          },
        ],
      },
    ],
    errors: [{ message: 'x' }],
  }

  assert.deepEqual(playwright(JSON.stringify(report)), {
    passed: 3,
    failed: 3,
    skipped: 0,
    failures: ['a.ts > it breaks', 'a.ts > it wavers', 'x'],
    leftOut: [],
  })
})

test('what was skipped is named with its reason, when it says one', () => {
  const xml = `<testsuite name="A" tests="2" errors="0" skipped="2" failures="0">
    <testcase name="holds" classname="dev.A"><skipped message="Assumption failed: no &lt;disk&gt;: mount one" type="x"/></testcase>
    <testcase name="takes" classname="dev.A"><skipped/></testcase>
  </testsuite>`

  assert.deepEqual(surefire(xml).leftOut, [
    { title: 'dev.A > holds', reason: 'no <disk>: mount one' },
  ])
})

test('a playwright test that was skipped is named with its reason, when it says one', () => {
  const spec = (title, annotations) => ({
    file: 'a.ts',
    title,
    tests: [{ status: 'skipped', annotations }],
  })
  const report = {
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 2 },
    suites: [
      {
        specs: [spec('it holds', [])],
        suites: [{ specs: [spec('it builds', [{ type: 'skip', description: 'no registry' }])] }],
      },
    ],
  }

  assert.deepEqual(playwright(JSON.stringify(report)).leftOut, [
    { title: 'a.ts > it builds', reason: 'no registry' },
  ])
})

test('counts add up', () => {
  const skip = { title: 'b', reason: 'no disk' }
  const counts = [
    { passed: 1, failed: 0, skipped: 2, failures: [], leftOut: [skip] },
    { passed: 2, failed: 1, skipped: 0, failures: ['a'], leftOut: [] },
  ]

  assert.deepEqual(total(counts), {
    passed: 3,
    failed: 1,
    skipped: 2,
    failures: ['a'],
    leftOut: [skip],
  })
})
