import Pusher from 'pusher-js'
import { readFile } from 'node:fs/promises'
import { expect, expectTypeOf, test } from 'vitest'
import { createPusherRealtime, type PusherLike } from '../../src/pusher/index.js'

test('an instance of pusher-js fits without a cast', () => {
  expectTypeOf<Pusher>().toExtend<PusherLike>()
  const pusher = new Pusher('key', { cluster: 'eu', enabledTransports: [] })
  expect(createPusherRealtime(pusher).link.get()).not.toBe('connected')
  pusher.disconnect()
})

test('no version of pusher-js is wanted that gives WebSockets up after two cuts', async () => {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')

  // 8.2.0 removed the limit: https://github.com/pusher/pusher-js/blob/master/CHANGELOG.md
  expect(text).toContain('"pusher-js": "^8.2.0"')
})
