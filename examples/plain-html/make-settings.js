// Reads what `parley env --format json` prints, and keeps for the browser what everybody may know.

import { readFileSync, writeFileSync } from 'node:fs'

const open = [
  'SUPABASE_URL',
  'SUPABASE_ANON_KEY',
  'PUSHER_KEY',
  'PUSHER_CLUSTER',
  'PUSHER_HOST',
  'PUSHER_PORT',
  'PUSHER_TLS',
  'PARLEY_URL',
]
const all = JSON.parse(readFileSync(0, 'utf8'))
const settings = Object.fromEntries(open.map((name) => [name, all[name] ?? undefined]))
writeFileSync('settings.js', `export const settings = ${JSON.stringify(settings, null, 2)}\n`)
