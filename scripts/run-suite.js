/** Runs one suite as a child process, its output line by line under its name. */

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A suite that says nothing else may take this long: then it is stopped and has failed. */
const patienceMinutes = 25

/**
 * Runs a suite and waits for its end.
 *
 * @param {string} root the repository
 * @param {import('./suites.js').Suite} suite
 * @param {(line: string) => void} print gets each line of its output
 * @returns {Promise<boolean>} whether its command succeeded
 */
export const runSuite = (root, suite, print = console.log) => {
  const { name, command, env, minutes = patienceMinutes } = suite
  const [program, ...options] = command
  const say = (line) => print(`${name.padEnd(9)}| ${line}`)
  const started = Date.now()
  say('begins')
  return new Promise((resolve) => {
    const child = spawn(program, options, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let ended = false
    const end = (ok, how) => {
      if (ended) return
      ended = true
      clearTimeout(limit)
      say(`${how}, after ${Math.round((Date.now() - started) / 1000)} s`)
      resolve(ok)
    }
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      end(false, `was stopped: it may take ${minutes} minutes`)
    }, minutes * 60_000)
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', say)
    }
    child.on('error', (error) => end(false, `did not start: ${error.message}`))
    child.on('close', (status) => {
      end(status === 0, status === 0 ? 'passed' : `failed with exit code ${status}`)
    })
  })
}
