import { expect, test } from '@playwright/test'
import { leaveAll } from '../browser/guest.js'
import { Example, printedFor } from './example.js'
import { Visitor } from './visitor.js'

let example: Example

test.beforeAll(async () => {
  example = await Example.install('plain-html')
  await example.run('settings', { input: printedFor('json') })
  await example.serve('dev', (port) => ['--host', '127.0.0.1', '--port', port])
})
test.afterEach(leaveAll)
test.afterAll(() => example.end())

test('two guests talk on a page without React and without a build', async ({
  browser,
}, testInfo) => {
  const [ada, bob] = [
    await Visitor.open(browser, example.url),
    await Visitor.open(browser, example.url),
  ]
  await ada.signIn('Ada')
  await ada.join()
  await bob.signIn('Bob')
  await bob.join()
  await expect(ada.page.getByText('Bob joined')).toBeVisible()

  await ada.say('Is this the room without a build?')
  const question = bob.log.getByRole('listitem').filter({ hasText: 'without a build?' })
  await expect(question).toHaveCount(1)
  await expect(question).toContainText('Ada')
  await bob.composer.pressSequentially('It')
  await expect(ada.page.getByText('Bob is typing')).toBeVisible()
  await bob.say('It is.')
  const answer = ada.log.getByRole('listitem').filter({ hasText: 'It is.' })
  await expect(answer).toHaveCount(1)
  await expect(ada.log.getByText('read by Bob')).toHaveCount(1)

  await ada.page.screenshot({ path: testInfo.outputPath('room.png') })
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
})
