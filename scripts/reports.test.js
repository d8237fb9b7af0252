import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { junit, playwright, read, surefire, total, vitest } from './reports.js'

test('surefire counts failures and errors together', () => {
  const xml =
    '<?xml version="1.0"?>\n<testsuite name="A" time="0.1" tests="9" errors="1" skipped="2" failures="3">'

  assert.deepEqual(surefire(xml), { passed: 3, failed: 4, skipped: 2 })
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

  assert.deepEqual(junit(xml), { passed: 2, failed: 1, skipped: 1 })
})

test('a vitest file that does not load is a failure', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}] },
    ],
  }

  assert.deepEqual(vitest(JSON.stringify(report)), { passed: 5, failed: 2, skipped: 1 })
})

test('a playwright test that passed only when tried again has failed', () => {
  const report = {
    stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 },
    errors: [{ message: 'x' }],
  }

  assert.deepEqual(playwright(JSON.stringify(report)), { passed: 3, failed: 3, skipped: 0 })
})

test('counts add up', () => {
  const counts = [
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 2, failed: 1, skipped: 0 },
  ]

  assert.deepEqual(total(counts), { passed: 3, failed: 1, skipped: 2 })
})
