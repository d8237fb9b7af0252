import { type ChildProcess, execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../stack.js'
import { productAddresses } from '../browser/one-stack.js'
import { freePorts } from '../support/addresses.js'
import {
  developersEnvironment,
  endServer,
  fromRegistry,
  sharedFolder,
  startServer,
} from '../support/made-app.js'

const run = promisify(execFile)
const MINUTES = 60_000

const environment = {
  ...developersEnvironment,
  // nobody is there to answer “Ok to proceed?”
  npm_config_yes: 'true',
  // The template of Next.js asks Google for its fonts while it builds; no test depends on that network.
  NEXT_FONT_GOOGLE_MOCKED_RESPONSES: path.join(root, 'e2e/apps/fonts.cjs'),
}

/** What the guide was followed with: a new version of a generator is nothing that a test should find out. */
const versions: Readonly<Record<string, string>> = {
  'create-next-app@latest': 'create-next-app@16.4.3',
  'create vite@latest': 'create vite@9.3.0',
}

type Step =
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'write'; readonly file: string; readonly text: string }

/** What is done, in order: a fence of `sh` is typed in, any other is the file that the line before names. */
function stepsOf(section: string): Step[] {
  const fences = section.matchAll(/(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$/gms)
  return [...fences].flatMap(([, file, kind, text = '']): Step[] => {
    if (kind === 'sh') {
      const commands = text.trim().split('\n')
      return commands.map((command) => ({ kind: 'run', command }))
    }
    return file === undefined ? [] : [{ kind: 'write', file, text }]
  })
}

/**
 * Follows one chapter of `docs/quick-start.md` word for word, in a new folder in which the clone is called
 * `parley`. Only addresses differ, because the product and the app listen where this test has put them, and the
 * versions of generators.
 */
export class FollowedGuide {
  readonly #steps: readonly Step[]
  readonly #home = mkdtempSync(path.join(tmpdir(), 'parley-guide-'))
  #folder = this.#home
  #server: ChildProcess | undefined

  constructor(chapter: string) {
    const guide = readFileSync(path.join(root, 'docs/quick-start.md'), 'utf8')
    this.#steps = stepsOf(guide.split(/^## /m).find((text) => text.startsWith(chapter)) ?? '')
    mkdirSync(path.join(this.#home, 'parley'))
    // says what ./parley env has said for this test's product
    writeFileSync(
      path.join(this.#home, 'parley/parley'),
      `#!/bin/sh\n[ "$1" = env ] && exec cat "${sharedFolder()}/\${3:-next}.env"\n`,
      { mode: 0o755 },
    )
  }

  /** @param visit opens the app, each time that the guide has started it */
  async follow(visit: (url: string) => Promise<void>): Promise<void> {
    for (const step of this.#steps) {
      if (step.kind === 'write') {
        writeFileSync(path.join(this.#folder, step.file), step.text)
      } else if (step.command.startsWith('cd ')) {
        this.#folder = path.join(this.#folder, step.command.slice(3))
      } else if (/^npm run (?:dev|start)$/.test(step.command)) {
        await visit(await this.#serve(step.command))
        await this.#stop()
      } else {
        await this.#run(step.command)
      }
    }
  }

  async end(): Promise<void> {
    await this.#stop()
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 20 })
  }

  async #run(command: string): Promise<void> {
    const typed = command
      .replace('http://127.0.0.1:3001', productAddresses().web)
      .replace(/create[ -]\S+@latest/, (generator) => versions[generator] ?? generator)
    const options = { cwd: this.#folder, env: environment, timeout: 10 * MINUTES }
    await fromRegistry(() => run('sh', ['-c', `exec </dev/null; ${typed}`], options))
  }

  async #serve(command: string): Promise<string> {
    const [port = 0] = await freePorts(1)
    const url = `http://localhost:${String(port)}`
    const server = ['sh', '-c', `exec ${command} -- --port ${String(port)}`]
    const place = { cwd: this.#folder, env: environment }
    this.#server = await startServer(server, place, url)
    return url
  }

  async #stop(): Promise<void> {
    if (this.#server !== undefined) {
      await endServer(this.#server)
      this.#server = undefined
    }
  }
}
