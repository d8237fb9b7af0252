import { expect, test } from '@playwright/test'
import { leaveAll } from '../browser/guest.js'
import { Example } from './example.js'
import { Visitor } from './visitor.js'

let example: Example

test.beforeAll(async () => {
  example = await Example.install('vite', 'vite')
  await example.serve('dev', (port) => ['--strictPort', '--host', '127.0.0.1', '--port', port])
})
test.afterEach(leaveAll)
test.afterAll(() => example.end())

test('two guests talk in a room that one of them opened', async ({ browser }, testInfo) => {
  const ada = await Visitor.open(browser, example.url)
  await ada.page.getByRole('link', { name: 'General' }).click()
  await ada.connected()
  await ada.signIn('Ada')
  await ada.page.getByRole('textbox', { name: 'Name of a new room' }).fill('Kettles')
  await ada.page.getByRole('button', { name: 'Open' }).click()
  await expect(ada.page.getByRole('link', { name: 'Kettles' })).toHaveAttribute(
    'aria-current',
    'page',
  )
  await ada.say('Has anybody seen the kettle?')

  const bob = await Visitor.open(browser, ada.page.url())
  await expect(bob.message('Has anybody seen the kettle?')).toBeVisible()
  await bob.connected()
  await bob.signIn('Bob')
  await bob.join()
  await bob.say('Behind the biscuits.')
  await expect(ada.message('Behind the biscuits.')).toBeVisible()
  await ada.say('Found it!')
  await expect(bob.message('Found it!')).toBeVisible()

  await ada.page.screenshot({ path: testInfo.outputPath('wide.png') })
  await bob.page.setViewportSize({ width: 390, height: 700 })
  await bob.page.emulateMedia({ colorScheme: 'dark' })
  await bob.page.screenshot({ path: testInfo.outputPath('narrow.png') })
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})

test('its types hold and it builds', async () => {
  await example.run('build')
})
