import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, type Locator, type Page, test } from '@playwright/test'
import postgres from 'postgres'
import { leaveAll } from '../browser/guest.js'
import { productAddresses } from '../browser/one-stack.js'
import { productless, root, Stack } from '../stack.js'
import { freePlace, type Place } from '../support/addresses.js'
import type { Supabase } from '../support/people.js'
import { Example } from './example.js'
import { Visitor } from './visitor.js'

const run = promisify(execFile)
const kitchen = 'd0000000-0000-4000-8000-000000000001'

let example: Example
let databaseUrl: string
let place: Place
let stack: Stack | undefined

async function migrate(...options: readonly string[]): Promise<string> {
  const env = { ...productless(process.env), DATABASE_URL: databaseUrl }
  const { stdout } = await run('./parley', ['migrate', ...options], { cwd: root, env })
  return stdout
}

const columnsOfMessages = async (): Promise<string[]> => {
  const sql = postgres(databaseUrl, { max: 1 })
  const rows = await sql<{ name: string }[]>`
    select attname as name from pg_attribute
     where attrelid = 'public.messages'::regclass and attnum > 0 order by attnum`
  await sql.end()
  return rows.map(({ name }) => name)
}

/** Starts what the app connects to from now on. */
async function up(legacyChannel: 'on' | 'off'): Promise<Stack> {
  await stack?.stop()
  stack = await Stack.start({
    place,
    variables: {
      DATABASE_URL: databaseUrl,
      PARLEY_SLOT: 'old_app',
      PARLEY_LEGACY_CHANNEL: legacyChannel,
    },
  })
  return stack
}

const lines = (page: Page, text: string): Locator =>
  page.getByRole('listitem').filter({ hasText: text })

/** Opens the page from before and comes into the room. */
async function before(visitor: Visitor, name: string): Promise<void> {
  await visitor.signIn(name)
  await visitor.page.getByRole('button', { name: 'Join' }).click()
  await expect(visitor.composer).toBeVisible()
}

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  example = await Example.install('old-app')
  const printed = await example.run('before', {
    variables: { DATABASE_URL: productAddresses().databaseUrl },
  })
  place = await freePlace(path.join(example.folder, '.parley'))
  databaseUrl = printed.trim().replace('DATABASE_URL=', '')
})
test.afterEach(leaveAll)
test.afterAll(async () => {
  await example.end()
  await stack?.stop()
})

test('a dry run tells what would be done and changes nothing', async () => {
  const columns = await columnsOfMessages()

  const plan = await migrate('--dry-run')

  expect(plan).toContain('3 messages in 1 room')
  expect(plan).toContain('--keep-messages')
  expect(await columnsOfMessages()).toEqual(columns)
})

test('the page from before goes on unchanged', async ({ browser }, testInfo) => {
  await migrate('--keep-messages')
  const connected = await up('on')
  example.settings(await connected.env('vite'))
  await example.serve('dev', (port) => ['--strictPort', '--host', '127.0.0.1', '--port', port])

  const mia = await Visitor.open(browser, example.url)
  await before(mia, 'Mia')
  await expect(lines(mia.page, 'Lou I heard. It sang all night.')).toBeVisible()
  const noa = await Visitor.open(browser, example.url)
  await before(noa, 'Noa')
  await expect(lines(mia.page, 'Noa joined')).toBeVisible()

  for (const text of ['One spoon', 'Two spoons', 'Three spoons']) {
    await mia.say(text)
    await expect(lines(noa.page, `Mia ${text}`)).toHaveCount(1)
  }
  await mia.page.screenshot({ path: testInfo.outputPath('before.png') })
  await noa.page.getByRole('button', { name: 'Leave' }).click()
  await expect(lines(mia.page, 'Noa left')).toBeVisible()

  await noa.page.getByRole('button', { name: 'Join' }).click()
  await expect(lines(mia.page, 'Noa joined')).toHaveCount(2)
  await noa.page.evaluate(async (room) => {
    const module = '/src/supabase.js'
    const { supabase } = (await import(module)) as { supabase: Supabase }
    const { error } = await supabase.rpc('leave_room', { room })
    if (error) throw error
  }, kitchen)
  await expect(lines(mia.page, 'Noa left')).toHaveCount(2)
  await noa.page.reload()
  await noa.page.getByRole('button', { name: 'Join' }).click()
  await noa.say('Here again')
  await expect(lines(mia.page, 'Noa Here again')).toHaveCount(1)
  expect([...mia.complaints, ...noa.complaints]).toEqual([])
})

test('a page with <ChatRoom> and the one from before hear each other', async ({
  browser,
}, testInfo) => {
  const mia = await Visitor.open(browser, example.url)
  await before(mia, 'Mia')
  const ola = await Visitor.open(browser, `${example.url}/parley.html`)
  await ola.page.getByRole('textbox', { name: 'Your name' }).fill('Ola')
  await ola.page.getByRole('button', { name: 'Join' }).click()
  await expect(lines(mia.page, 'Ola joined')).toBeVisible()
  await expect(ola.message('I heard. It sang all night.').getByText('Lou')).toBeVisible()

  await mia.say('Who took the ladle?')
  await expect(ola.message('Who took the ladle?').getByText('Mia')).toBeVisible()
  await ola.say('It was me.')
  await expect(lines(mia.page, 'Ola It was me.')).toHaveCount(1)
  await ola.page.screenshot({ path: testInfo.outputPath('parley.png') })

  await mia.page.getByRole('button', { name: 'Leave' }).click()
  // names in sentences are isolated from their direction
  await expect(ola.page.getByText('\u2068Mia\u2069 left')).toBeVisible()
  expect([...mia.complaints, ...ola.complaints]).toEqual([])
})

test('without the channel from before the room goes on, and only members hear it', async ({
  browser,
}) => {
  await up('off')

  const mia = await Visitor.open(browser, example.url)
  await before(mia, 'Mia')
  const [ola, pia] = [
    await Visitor.open(browser, `${example.url}/parley.html`),
    await Visitor.open(browser, `${example.url}/parley.html`),
  ]
  for (const [visitor, name] of [
    [ola, 'Ola'],
    [pia, 'Pia'],
  ] as const) {
    await visitor.page.getByRole('textbox', { name: 'Your name' }).fill(name)
    await visitor.page.getByRole('button', { name: 'Join' }).click()
    await expect(visitor.composer).toBeVisible()
  }
  await ola.say('Is anybody else here?')
  await expect(pia.message('Is anybody else here?')).toBeVisible()
  await pia.say('I am.')
  await expect(ola.message('I am.')).toBeVisible()

  await expect(lines(mia.page, 'Is anybody else here?')).toHaveCount(0)
  expect([...mia.complaints, ...ola.complaints, ...pia.complaints]).toEqual([])
})

test('its types hold and it builds', async () => {
  await example.run('build')
})
