import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { describe, expect, inject, it } from 'vitest'
import { root } from '../stack.js'
import { parseDotenv } from '../support/addresses.js'
import { inReadersApp } from '../support/readme-world.js'

const run = promisify(execFile)
const documents = ['README.md', 'react/README.md', 'docs/moving.md']

interface Block {
  readonly document: string
  readonly language: string
  readonly text: string
  readonly line: number
}

/** Finds the fenced code blocks of a document. */
function blocksOf(document: string): Block[] {
  const source = readFileSync(path.join(root, document), 'utf8')
  return [...source.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)].map((match) => ({
    document,
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: source.slice(0, match.index).split('\n').length + 1,
  }))
}

const blocks = documents.flatMap(blocksOf)
const typed = blocks.filter((block) => /^(?:ts|tsx|typescript)$/.test(block.language))
const shell = blocks.filter((block) => /^(?:sh|bash|shell)$/.test(block.language))

/** Checks a block as a file of an app that has installed the built package. */
function mistakesIn(block: Block): string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (file) =>
    readFileSync(file, 'utf8'),
  ) as { config: { compilerOptions: object } }
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      skipLibCheck: true,
      noEmit: true,
      noUnusedLocals: false,
      types: ['react'],
    },
    root,
  )
  const file = path.join(root, 'e2e', 'readme-example.tsx')
  const styles = path.join(root, 'e2e', 'readme-styles.d.ts')
  const files = new Map([
    [file, inReadersApp(block.text)],
    [styles, "declare module '*.css'"],
  ])
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    readFile: (name) => files.get(name) ?? disk.readFile(name),
    getSourceFile: (name, target, ...rest) => {
      const text = files.get(name)
      return text === undefined
        ? disk.getSourceFile(name, target, ...rest)
        : ts.createSourceFile(name, text, target)
    },
  }
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file, styles], options, host))
    .map((found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'))
}

describe('the examples', () => {
  it('are there', () => {
    expect(typed.length).toBeGreaterThan(0)
    expect(shell.length).toBeGreaterThan(0)
  })

  it.each(typed)('type-check against the built package: $document line $line', (block) => {
    expect(mistakesIn(block)).toEqual([])
  })

  it('would not type-check with a wrong property', () => {
    const [first] = typed
    const text = first?.text.replace(/roomId=/, 'roomID=') ?? ''

    expect(mistakesIn({ document: '', language: 'tsx', line: 1, text })).not.toEqual([])
  })

  it('name commands of ./parley that exist', async () => {
    const named = new Set(
      shell.flatMap((block) =>
        [...block.text.matchAll(/\.\/parley +([a-z-]+)/g)].map((match) => match[1] ?? ''),
      ),
    )
    const { stdout } = await run('./parley', ['help'], { cwd: root })

    expect(named.size).toBeGreaterThan(0)
    for (const command of named) {
      expect(stdout).toMatch(new RegExp(`parley ${command}\\b`))
    }
  })

  it('of ./parley env print what the README says: dotenv lines an app can use', () => {
    const dotenv = inject('dotenv')
    const lines = dotenv.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

    expect(lines.filter((line) => !/^[A-Z][A-Z0-9_]*=\S*$/.test(line))).toEqual([])
    expect([...parseDotenv(dotenv).keys()]).toEqual(
      expect.arrayContaining([
        'SUPABASE_URL',
        'SUPABASE_ANON_KEY',
        'PUSHER_KEY',
        'PUSHER_HOST',
        'PUSHER_PORT',
      ]),
    )
  })
})

describe('the links', () => {
  it.each(documents)('of %s lead to files that exist', (document) => {
    const source = readFileSync(path.join(root, document), 'utf8')
    const targets = [...source.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(
      (match) => match[1] ?? '',
    )
    const missing = targets.filter((target) => {
      const file = path.join(root, path.dirname(document), target)
      return !ts.sys.fileExists(file) && !ts.sys.directoryExists(file)
    })

    expect(missing).toEqual([])
  })
})
