import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { root } from '../stack.js'

const run = promisify(execFile)

/** Checks an app's file that imports `./database.js`, which holds the given types. */
function mistakesIn(app: string, database: string): string[] {
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      target: 'ES2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['ES2023', 'DOM'],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: [],
    },
    root,
  )
  const files = new Map([
    [path.join(root, 'e2e', 'typed-app.ts'), app],
    [path.join(root, 'e2e', 'database.ts'), database],
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
    .getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
    .map((found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'))
}

const app = `
import { createClient } from '@supabase/supabase-js'
import type { Database, Tables } from './database.js'

const supabase = createClient<Database>('http://localhost', 'key')
export async function read(room: string): Promise<string[]> {
  const { data: rooms } = await supabase.from('chat_rooms').select('name, visibility')
  const { data } = await supabase.rpc('my_rooms')
  const { data: said } = await supabase.from('messages').select('content, room:chat_rooms(name)').eq('room_id', room)
  await supabase.from('messages').insert({ room_id: room, user_id: room, content: 'hello' })
  const names: (string | null)[] = (rooms ?? []).map(({ name }) => name)
  const last: Tables<'messages'> | undefined = undefined
  return [...(said ?? []).map(({ content, room }) => content + room.name), String(names), String(last), String(data)]
}
`

describe('./parley types', () => {
  let database = ''
  beforeAll(async () => {
    const env = { ...process.env, ...inject('place') }
    database = (await run('./parley', ['types'], { cwd: root, env })).stdout
  })

  it('prints types that supabase-js takes', () => {
    expect(mistakesIn(app, database)).toEqual([])
  })

  it.each([
    ["from('chat_rooms')", "from('chat_room')"],
    ["select('name, visibility')", "select('nome, visibility')"],
    ["content: 'hello'", 'content: 1'],
    ["rpc('my_rooms')", "rpc('your_rooms')"],
  ])('refuse a mistake in %s', (right, wrong) => {
    expect(mistakesIn(app.replace(right, wrong), database)).not.toEqual([])
  })
})
