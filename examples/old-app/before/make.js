// Makes the database `old_app` on the server of DATABASE_URL, as it was before Parley, and prints its address.

import { readFileSync } from 'node:fs'
import postgres from 'postgres'

const options = { max: 1, onnotice: () => undefined }
const address = new URL(process.env.DATABASE_URL)

const server = postgres(address.href, options)
await server`drop database if exists old_app with (force)`
await server`create database old_app`
await server.end()

address.pathname = '/old_app'
const database = postgres(address.href, options)
for (const file of ['supabase.sql', 'schema.sql', 'conversation.sql']) {
  await database.unsafe(readFileSync(new URL(file, import.meta.url), 'utf8'))
}
await database.end()

console.log(`DATABASE_URL=${address.href}`)
