import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  type Addresses,
  addressesFrom,
  freePlace,
  parseDotenv,
  type Place,
} from './support/addresses.js'
import { atMost, until } from './support/wait.js'

const run = promisify(execFile)

/** The repository's root. */
export const root: string = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const BUILD_MS = 600_000
const READY_MS = 90_000
const STOP_MS = 30_000

export interface StackOptions {
  /** The command after `./parley`. */
  readonly command?: readonly string[]
  /** Variables beside the place's own. */
  readonly variables?: Readonly<Record<string, string>>
  /** A place another stack already has; its owner removes the folder. */
  readonly place?: Place
}

/**
 * The real product, as `./parley up` starts it, on its own folder and ports.
 *
 * The process that is started becomes the JVM itself, so a signal to it is a signal to the JVM.
 */
export class Stack {
  readonly place: Place
  readonly #command: readonly string[]
  readonly #variables: NodeJS.ProcessEnv
  readonly #ownsFolder: boolean
  #child: ChildProcess | undefined
  #output = ''

  private constructor(place: Place, options: StackOptions) {
    this.place = place
    this.#command = options.command ?? ['up']
    this.#variables = { ...productless(process.env), ...place, ...options.variables }
    this.#ownsFolder = options.place === undefined
  }

  /** Builds what is missing, starts the product and waits until it is ready. */
  static async start(options: StackOptions = {}): Promise<Stack> {
    const place =
      options.place ?? (await freePlace(mkdtempSync(path.join(tmpdir(), 'parley-e2e-'))))
    const stack = new Stack(place, options)
    await stack.#build()
    await stack.launch()
    return stack
  }

  /** Returns what `./parley env` prints for this place. */
  async env(format = 'next'): Promise<string> {
    const { stdout } = await run('./parley', ['env', '--format', format], {
      ...this.#context(),
      timeout: STOP_MS,
    })
    return stdout
  }

  async addresses(): Promise<Addresses> {
    return addressesFrom(this.place, parseDotenv(await this.env()))
  }

  /** What the process wrote so far, both streams in the order they came. */
  get output(): string {
    return this.#output
  }

  /** Starts the process on the same folder and ports and waits until it is ready. */
  async launch(): Promise<void> {
    if (this.#child !== undefined) {
      throw new Error('unable to start the product; it is running')
    }
    const child = spawn('./parley', this.#command, {
      cwd: root,
      env: this.#variables,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    const orphaned = (): void => void child.kill('SIGKILL')
    process.once('exit', orphaned)
    child.once('exit', () => process.removeListener('exit', orphaned))
    child.stdout.on('data', this.#remember)
    child.stderr.on('data', this.#remember)
    try {
      await until('GET /ready to answer 200', () => this.#ready(child), {
        within: READY_MS,
        every: 100,
        detail: () => `; the product wrote:\n${this.#output}`,
      })
    } catch (problem) {
      await this.kill()
      throw problem
    }
  }

  /** Asks the process to end as Ctrl-C does and checks that it ended cleanly. */
  async stop(): Promise<void> {
    const child = this.#running()
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    try {
      await atMost(STOP_MS, 'the product to end after SIGTERM', ended)
    } catch (problem) {
      await this.kill()
      throw problem
    }
    this.#child = undefined
    // 143 is how a JVM says that SIGTERM ended it after its shutdown hooks ran.
    if (child.exitCode !== 0 && child.exitCode !== 143) {
      throw new Error(
        `the product ended with ${String(child.exitCode ?? child.signalCode)}; it wrote:\n${this.#output}`,
      )
    }
    if (databasePid(this.place.PARLEY_DATA) !== undefined) {
      throw new Error('the product ended and left its PostgreSQL running')
    }
  }

  /** Ends the JVM with kill -9. Its PostgreSQL goes on, as it does after a real crash. */
  async kill(): Promise<void> {
    const child = this.#running()
    this.#child = undefined
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await atMost(STOP_MS, 'the killed product to end', ended)
    }
  }

  /** Ends its PostgreSQL with kill -9; the rest of the product goes on. */
  killDatabase(): void {
    const pid = databasePid(this.place.PARLEY_DATA)
    if (pid === undefined) {
      throw new Error('unable to kill the PostgreSQL; none runs')
    }
    process.kill(pid, 'SIGKILL')
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.launch()
  }

  /** Leaves nothing behind: no process, no folder. */
  async destroy(): Promise<void> {
    try {
      if (this.#child !== undefined) {
        await this.stop()
      }
    } finally {
      if (this.#ownsFolder) {
        stopDatabase(this.place.PARLEY_DATA)
        rmSync(this.place.PARLEY_DATA, { recursive: true, force: true, maxRetries: 20 })
      }
    }
  }

  /** Any command builds what is missing first, also one that only prints its help. */
  async #build(): Promise<void> {
    await run('./parley', ['up', '--help'], { ...this.#context(), timeout: BUILD_MS })
  }

  #context(): { cwd: string; env: NodeJS.ProcessEnv } {
    return { cwd: root, env: this.#variables }
  }

  readonly #remember = (chunk: Buffer): void => {
    this.#output = (this.#output + chunk.toString()).slice(-60_000)
  }

  #running(): ChildProcess {
    if (this.#child === undefined) {
      throw new Error('unable to signal the product; it is not running')
    }
    return this.#child
  }

  async #ready(child: ChildProcess): Promise<true | undefined> {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(
        `the product ended with ${String(child.exitCode ?? child.signalCode)} before it was ready; it wrote:\n${this.#output}`,
      )
    }
    try {
      const answer = await fetch(`http://127.0.0.1:${this.place.PORT}/ready`, {
        signal: AbortSignal.timeout(2_000),
      })
      return answer.status === 200 ? true : undefined
    } catch {
      return undefined // nobody listens yet
    }
  }
}

/** Leaves out variables of the product, so that a developer's own settings do not reach a test. */
export function productless(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^(?:PARLEY_|PUSHER_|SUPABASE_|WEBHOOK_|DATABASE_URL$|CAPTURE$|REDIS_URL$|BIND_ADDRESS$|NODE_OPTIONS$)/.test(
          name,
        ),
    ),
  )
}

/** Finds the PostgreSQL server that runs on `data` or a folder in it. */
function databasePid(data: string): number | undefined {
  const folders = ['.', ...readdirSync(data)]
  for (const folder of folders) {
    try {
      const [first] = readFileSync(path.join(data, folder, 'postmaster.pid'), 'utf8').split('\n')
      const pid = Number(first)
      process.kill(pid, 0)
      return pid
    } catch {
      // no server's folder, or its server is gone
    }
  }
  return undefined
}

function stopDatabase(data: string): void {
  const pid = databasePid(data)
  if (pid !== undefined) {
    process.kill(pid, 'SIGQUIT')
  }
}
