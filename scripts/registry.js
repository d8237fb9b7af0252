#!/usr/bin/env node
/** Puts the package, and what `npx shadcn add` takes, where `./parley up` serves them. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'registry')

/** Where the package is until npm has it. */
const served = 'http://127.0.0.1:3001/parley-react.tgz'

/** Returns an item as the tool reads it: with what is in its files, and the package by its address. */
const whole = (item) => ({
  $schema: 'https://ui.shadcn.com/schema/registry-item.json',
  ...item,
  dependencies: item.dependencies.map((name) => (name === '@parley/react' ? served : name)),
  files: item.files.map((file) => ({
    ...file,
    content: readFileSync(join(source, file.path), 'utf8'),
  })),
})

/** Returns each file of the registry by its name. */
export const registryFiles = () => {
  const registry = JSON.parse(readFileSync(join(source, 'registry.json'), 'utf8'))
  return new Map([
    ['registry.json', registry],
    ...registry.items.map((item) => [`${item.name}.json`, whole(item)]),
  ])
}

const pack = (folder) => {
  const options = ['pack', '-w', 'react', '--json', '--pack-destination', folder]
  const [{ filename }] = JSON.parse(execFileSync('npm', options, { cwd: root, encoding: 'utf8' }))
  renameSync(join(folder, filename), join(folder, 'parley-react.tgz'))
}

const write = (folder) => {
  pack(folder)
  mkdirSync(join(folder, 'r'), { recursive: true })
  for (const [name, content] of registryFiles()) {
    writeFileSync(join(folder, 'r', name), `${JSON.stringify(content, undefined, 2)}\n`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    console.error('usage: scripts/registry.js FOLDER')
    process.exit(2)
  }
  write(folder)
}
