import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import postgres from 'postgres'
import { leaveAll } from '../browser/guest.js'
import { productAddresses } from '../browser/one-stack.js'
import { good, people, roomOf, send } from '../support/people.js'
import { Example } from './example.js'
import { Visitor } from './visitor.js'

const general = 'b0000000-0000-4000-8000-000000000001'

let example: Example

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  example = await Example.install('nextjs', 'next')
  await example.serve('dev', (port) => ['-H', '127.0.0.1', '-p', port])
})
test.afterEach(leaveAll)
test.afterAll(() => example.end())

async function idOf(name: string): Promise<string> {
  const sql = postgres(productAddresses().databaseUrl, { max: 1 })
  const [row] = await sql<{ id: string }[]>`select id from profiles where display_name = ${name}`
  await sql.end()
  return row?.id ?? ''
}

/**
 * Keeps scripts from the page until the returned function is called. Routes of Playwright would switch the
 * browser's cache off, which Next tells in the console.
 */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*/_next/static/*.js*' }] })
  return () => devtools.send('Fetch.disable').then(() => undefined)
}

test('the server renders a public room for everybody', async () => {
  const html = await (await fetch(`${example.url}/rooms/${general}`)).text()

  expect(html).toContain('Taped it into the log book.')
})

test('a room is handed over live: nothing is lost, nothing is there twice', async ({
  browser,
}, testInfo) => {
  const [ada] = await people(productAddresses(), 'Ada')
  const { id: room } = await roomOf(ada)
  await send(ada, room, 'Has anybody seen the kettle?')
  const url = `${example.url}/rooms/${room}`
  const name = `Bob ${randomUUID()}`
  const bob = await Visitor.open(browser, `${example.url}/rooms/${general}`)
  await bob.connected()
  await bob.signIn(name)
  await expect(bob.page.getByRole('button', { name: 'Join' })).toBeVisible()
  await bob.connected()
  good(
    await ada.supabase
      .from('room_participants')
      .insert({ room_id: room, user_id: await idOf(name) })
      .select(),
  )

  const forBob = await (await bob.page.context().request.get(url)).text()
  expect(forBob).toContain('Has anybody seen the kettle?')
  expect(await (await fetch(url)).text()).not.toContain('Has anybody seen the kettle?')

  const release = await holdScripts(bob.page)
  await bob.page.goto(url, { waitUntil: 'commit' })
  await expect(bob.message('Has anybody seen the kettle?')).toBeVisible()
  await expect(bob.page.locator('.cr-room')).not.toHaveAttribute('data-connection', 'connected')
  await send(ada, room, 'It is not where it was.')
  await release()
  await expect(bob.message('It is not where it was.')).toBeVisible()
  await send(ada, room, 'Found it!')
  await expect(bob.message('Found it!')).toBeVisible()
  await bob.say('Good.')
  await expect(bob.message('Good.').getByText(/^(?:Sent|Delivered|Read by .+)$/)).toBeVisible()

  const texts = await bob.log.getByRole('article').allInnerTexts()
  const said = /Has anybody seen the kettle\?|It is not where it was\.|Found it!|Good\./
  expect(texts.map((text) => said.exec(text)?.[0])).toEqual([
    'Has anybody seen the kettle?',
    'It is not where it was.',
    'Found it!',
    'Good.',
  ])
  await bob.page.screenshot({ path: testInfo.outputPath('room.png') })
  await bob.page.goto(example.url)
  await expect(bob.page.getByRole('link', { name: 'General' })).toBeVisible()
  await bob.page.screenshot({ path: testInfo.outputPath('rooms.png') })
  expect(bob.complaints).toEqual([])
})

test('its types hold and it builds', async () => {
  await example.run('build')
})
