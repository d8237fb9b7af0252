import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const react = fileURLToPath(new URL('../react/', import.meta.url))

/** What an app has itself. */
const peers = /^(?:react|react-dom|pusher-js|@supabase\/[\w-]+)(?:\/|$)/

/** Returns how many KiB, minified and compressed, an app loads at once for what it imports, and how many later. */
async function sizeOf(names, entry) {
  const input = 'virtual:app'
  const code = `export { ${names} } from ${JSON.stringify(join(react, 'dist', entry))}`
  const { output } = await build({
    configFile: false,
    root: react,
    logLevel: 'silent',
    plugins: [
      {
        name: 'app',
        resolveId: (id) => (id === input ? id : undefined),
        load: (id) => (id === input ? code : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      rollupOptions: { input, external: peers, preserveEntrySignatures: 'strict' },
    },
  })
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]))
  const atOnce = new Set()
  const load = (fileName) => {
    const chunk = chunks.get(fileName)
    if (chunk !== undefined && !atOnce.has(fileName)) {
      atOnce.add(fileName)
      chunk.imports.forEach(load)
    }
  }
  output.filter((chunk) => chunk.isEntry).forEach(({ fileName }) => load(fileName))
  const kib = (files) =>
    files.reduce((sum, file) => sum + gzipSync(chunks.get(file).code).length / 1024, 0)
  const later = [...chunks.keys()].filter((file) => file.endsWith('.js') && !atOnce.has(file))
  return { atOnce: kib([...atOnce]), later: kib(later) }
}

for (const [names, entry, most] of [
  ['ChatRoom', 'index.js', 52],
  ['createChatClient', 'core/index.js', 20],
]) {
  test(`${names} costs an app no more than ${most} KiB`, async (t) => {
    const { atOnce, later } = await sizeOf(names, entry)
    t.diagnostic(`${atOnce.toFixed(1)} KiB at once, ${later.toFixed(1)} KiB when needed`)
    assert.ok(atOnce > most / 2, `only ${atOnce.toFixed(1)} KiB: is it there at all?`)
    assert.ok(atOnce <= most, `${atOnce.toFixed(1)} KiB`)
  })
}
