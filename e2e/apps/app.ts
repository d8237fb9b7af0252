import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../stack.js'
import { freePorts } from '../support/addresses.js'
import {
  endServer,
  installPackages,
  sharedFolder,
  websocketEnvironment,
} from '../support/made-app.js'
import { until } from '../support/wait.js'
import type { Cell } from './cells.js'

const run = promisify(execFile)
const MINUTES = 60_000

/** The folder of what apps are made of. */
export const templates: string = path.join(root, 'e2e/apps/templates')

type Command = readonly [program: string, ...options: string[]]

/** How apps of one kind are made and served. */
interface Way {
  /** The format of their variables. */
  readonly dotenv: 'next' | 'vite'
  readonly build: Command
  /** Serves what was built. */
  readonly serve: (port: string) => Command
  /** Serves the sources themselves. */
  readonly develop: (port: string) => Command
}

const onVite = (port: string) => ['--strictPort', '--host', '127.0.0.1', '--port', port]
const onNext = (port: string) => ['-H', '127.0.0.1', '-p', port]

const ways: Readonly<Record<Cell['kind'], Way>> = {
  vite: {
    dotenv: 'vite',
    build: ['vite', 'build'],
    serve: (port) => ['vite', 'preview', ...onVite(port)],
    develop: (port) => ['vite', ...onVite(port)],
  },
  next: {
    dotenv: 'next',
    build: ['next', 'build'],
    serve: (port) => ['next', 'start', ...onNext(port)],
    develop: (port) => ['next', 'dev', ...onNext(port)],
  },
  'react-router': {
    dotenv: 'vite',
    build: ['react-router', 'build'],
    serve: () => ['react-router-serve', 'build/server/index.js'],
    develop: (port) => ['react-router', 'dev', ...onVite(port)],
  },
}

/** An app as its developer would make it, of the packed `@parley/react`. */
export class App {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'parley-app-'))
  #server: ChildProcess | undefined
  /** What its server said was wrong. */
  complaints = ''
  url = ''

  async make(cell: Cell): Promise<void> {
    const way = ways[cell.kind]
    for (const template of ['shared', ...cell.templates]) {
      cpSync(path.join(templates, template), this.#folder, { recursive: true })
    }
    copyFileSync(
      path.join(sharedFolder(), `${way.dotenv}.env`),
      path.join(this.#folder, '.env.local'),
    )
    await this.#install(cell)
    if (!cell.inDevelopment) {
      await this.#run(...way.build)
    }
  }

  async serve(cell: Cell): Promise<void> {
    const [port = 0] = await freePorts(1)
    this.url = `http://127.0.0.1:${String(port)}`
    const { serve, develop } = ways[cell.kind]
    const [program, ...options] = (cell.inDevelopment ? develop : serve)(String(port))
    const server = spawn(this.#program(program), options, {
      cwd: this.#folder,
      env: { ...websocketEnvironment, HOST: '127.0.0.1', PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    this.#server = server
    server.stderr.on('data', (chunk: Buffer) => {
      this.complaints += chunk.toString()
    })
    await until('the app to listen', () => listens(port), {
      within: MINUTES,
      every: 100,
      detail: () => `; it wrote:\n${this.complaints}`,
    })
  }

  async end(): Promise<void> {
    if (this.#server !== undefined) {
      await endServer(this.#server)
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20 })
  }

  async #install(cell: Cell): Promise<void> {
    const packed = readdirSync(sharedFolder()).find((name) => name.endsWith('.tgz')) ?? ''
    const dependencies = {
      ...cell.packages,
      '@parley/react': `file:${path.join(sharedFolder(), packed)}`,
      '@supabase/supabase-js': '2.109.0',
      'pusher-js': '8.6.0',
    }
    writeFileSync(
      path.join(this.#folder, 'package.json'),
      JSON.stringify({ name: 'app', private: true, type: 'module', dependencies }),
    )
    await installPackages(this.#folder, websocketEnvironment)
  }

  async #run(program: string, ...options: readonly string[]): Promise<void> {
    try {
      await run(this.#program(program), options, {
        cwd: this.#folder,
        env: websocketEnvironment,
        timeout: 5 * MINUTES,
      })
    } catch (problem) {
      const { stdout = '', stderr = '' } = problem as { stdout?: string; stderr?: string }
      throw new Error(`unable to build the app; ${stdout}${stderr}`, { cause: problem })
    }
  }

  #program(name: string): string {
    return path.join(this.#folder, 'node_modules/.bin', name)
  }
}

/** Returns whether somebody listens at a port; no page is asked for, which might complain. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false // not yet
  } finally {
    socket.destroy()
  }
}
