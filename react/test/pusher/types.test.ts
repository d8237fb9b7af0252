import Pusher from 'pusher-js'
import { expect, expectTypeOf, test } from 'vitest'
import { createPusherRealtime, type PusherLike } from '../../src/pusher/index.js'

test('an instance of pusher-js fits without a cast', () => {
  expectTypeOf<Pusher>().toExtend<PusherLike>()
  const pusher = new Pusher('key', { cluster: 'eu', enabledTransports: [] })
  expect(createPusherRealtime(pusher).link.get()).not.toBe('connected')
  pusher.disconnect()
})
