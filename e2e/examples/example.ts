import { type ChildProcess, execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../stack.js'
import { freePorts } from '../support/addresses.js'
import {
  endServer,
  installPackages,
  sharedFolder,
  startServer,
  websocketEnvironment,
} from '../support/made-app.js'

const run = promisify(execFile)
const MINUTES = 60_000

interface RunOptions {
  /** What it reads. */
  readonly input?: string
  readonly variables?: NodeJS.ProcessEnv
}

export type Format = 'vite' | 'next' | 'json'

/** Returns what `./parley env` printed for the product that the examples share. */
export const printedFor = (format: Format): string =>
  readFileSync(path.join(sharedFolder(), `${format}.env`), 'utf8')

/** A copy of one app of `examples/`, installed and served as its README says. */
export class Example {
  readonly folder: string
  readonly #servers: ChildProcess[] = []
  url = ''

  private constructor(folder: string) {
    this.folder = folder
  }

  /** @param format of the shared product's settings; without it, `settings` writes others later */
  static async install(name: string, format?: Format): Promise<Example> {
    const example = new Example(path.join(sharedFolder(), name))
    cpSync(path.join(root, 'examples', name), example.folder, {
      recursive: true,
      filter: (file) => !/[\\/](?:node_modules|dist|\.next|\.env\.local)$/.test(file),
    })
    if (format !== undefined) {
      example.settings(printedFor(format))
    }
    await installPackages(example.folder, websocketEnvironment)
    return example
  }

  settings(lines: string): void {
    writeFileSync(path.join(this.folder, '.env.local'), lines)
  }

  /** Runs a script of its package to the end, and returns what it printed. */
  async run(script: string, { input = '', variables = {} }: RunOptions = {}): Promise<string> {
    const running = run('npm', ['run', '--silent', script], {
      cwd: this.folder,
      env: { ...websocketEnvironment, ...variables },
      timeout: 5 * MINUTES,
    })
    running.child.stdin?.end(input)
    return (await running).stdout
  }

  /** Starts a script of its package that serves it, and waits until it answers. */
  async serve(script: string, options: (port: string) => readonly string[]): Promise<void> {
    const [port] = await freePorts(1)
    const url = `http://127.0.0.1:${String(port)}`
    const server = ['npm', 'run', script, '--', ...options(String(port))]
    this.#servers.push(
      await startServer(server, { cwd: this.folder, env: websocketEnvironment }, url),
    )
    this.url = url
  }

  async end(): Promise<void> {
    for (const server of this.#servers) {
      await endServer(server)
    }
  }
}
