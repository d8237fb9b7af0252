import { describe, expect, test } from 'vitest'
import { createChatClient } from '../../src/core/index.js'
import { networkFailure } from '../../src/testing/index.js'
import { ada, bob, createStage, seedMessages } from './harness.js'

function createClient() {
  const stage = createStage()
  const connection = stage.server.connect(ada.id)
  const client = createChatClient({ ...connection, clock: stage.clock })
  const seed = { currentUser: ada }
  const room = () => client.room(stage.room.id, seed)
  const subscriptions = () => stage.server.subscriptions(stage.room.id)
  return { ...stage, connection, client, open: room, subscriptions }
}

describe('a store', () => {
  test('connects to nothing before somebody holds it', async () => {
    const { clock, open, subscriptions } = createClient()

    open()
    await clock.advance(10_000)

    expect(subscriptions()).toBe(0)
    expect(clock.timers()).toBe(0)
  })

  test('is one per room and user while it is in use', () => {
    const { client, open, room } = createClient()
    const store = open()
    const release = store.retain()

    expect(open()).toBe(store)
    expect(client.inUse(room.id, ada.id)).toBe(store)
    expect(client.room(room.id, { currentUser: bob })).not.toBe(store)
    release()
  })

  test('joins its channel once however many hold it', async () => {
    const { clock, open, subscriptions } = createClient()
    const releases = [open().retain(), open().retain(), open().retain()]
    await clock.advance(100)
    expect(subscriptions()).toBe(1)

    releases.slice(1).forEach((release) => {
      release()
    })
    await clock.advance(5000)

    expect(subscriptions()).toBe(1)
  })

  test('lingers for a second, so that a remount does not rejoin', async () => {
    const { clock, open, subscriptions, connection } = createClient()
    const store = open()
    const release = store.retain()
    await clock.advance(100)
    let requests = 0
    connection.hooks.onRequest = () => {
      requests += 1
    }

    release()
    await clock.advance(990)
    expect(subscriptions()).toBe(1)
    const again = open()
    const releaseAgain = again.retain()
    await clock.advance(5000)

    expect(again).toBe(store)
    expect(subscriptions()).toBe(1)
    expect(requests).toBe(0)
    releaseAgain()
  })

  test('is let go only once by each holder', async () => {
    const { clock, open, subscriptions } = createClient()
    const [first, second] = [open().retain(), open().retain()]
    await clock.advance(100)

    first()
    first()
    await clock.advance(5000)

    expect(subscriptions()).toBe(1)
    second()
  })

  test('leaves nothing behind after a hundred mounts', async () => {
    const { clock, open, subscriptions } = createClient()

    for (let mount = 0; mount < 100; mount += 1) {
      const strict = open().retain()
      strict()
      const release = open().retain()
      if (mount % 3 === 0) {
        await clock.advance(50)
      }
      if (mount % 10 === 0) {
        await clock.advance(2000)
      }
      release()
      if (mount % 7 === 0) {
        await clock.advance(1500)
      }
    }
    await clock.advance(60_000)

    expect(subscriptions()).toBe(0)
    expect(clock.timers()).toBe(0)
  })

  test('is forgotten once it was left, and made anew with its new seed', async () => {
    const { clock, open } = createClient()
    const store = open()
    store.retain()()

    await clock.advance(2000)

    expect(open()).not.toBe(store)
  })

  test('is kept while something in it waits to be sent', async () => {
    const { clock, room, open, connection } = createClient()
    const store = open()
    const release = store.retain()
    await clock.advance(100)
    connection.hooks.onRequest = () => {
      throw networkFailure()
    }
    store.send('unsent')

    release()
    await clock.advance(5000)
    expect(open()).toBe(store)
    connection.hooks.onRequest = () => undefined
    await clock.advance(30_000)

    expect(room.messages()).toHaveLength(1)
    expect(open()).not.toBe(store)
    expect(clock.timers()).toBe(0)
  })

  test('that nobody holds is given to nobody else', () => {
    const { client, say, room, open } = createClient()
    say(bob, 'for one reader only')
    client.room(room.id, { currentUser: ada, initial: seedMessages(room) })

    expect(open().get().rows).toEqual([])
    expect(client.inUse(room.id, ada.id)).toBeUndefined()
  })

  test('retained second leaves the first one in use', async () => {
    const { client, clock, room, open } = createClient()
    const [first, second] = [open(), open()]
    let told = 0
    client.subscribe(() => {
      told += 1
    })

    const releases = [first.retain(), second.retain()]
    expect(client.inUse(room.id, ada.id)).toBe(first)
    expect(told).toBe(1)
    releases.forEach((release) => {
      release()
    })
    await clock.advance(5000)

    expect(client.inUse(room.id, ada.id)).toBeUndefined()
    expect(told).toBe(2)
  })

  test('leaves while its page waits in the back/forward cache and comes back with it', async () => {
    const { clock, client, room, say, open, subscriptions, connection } = createClient()
    const store = open()
    const release = store.retain()
    await clock.advance(100)

    connection.environment.setShown(false)
    expect(subscriptions()).toBe(0)
    await clock.advance(1000)
    expect(clock.timers()).toBe(0)
    expect(client.inUse(room.id, ada.id)).toBe(store)
    say(bob, 'meanwhile')
    connection.environment.setShown(true)
    await clock.advance(2000)

    expect(subscriptions()).toBe(1)
    expect(store.get().rows.map(({ key }) => key)).toContain('said-1')
    expect(store.get().connection).toBe('connected')
    release()
    await clock.advance(5000)
    expect(clock.timers()).toBe(0)
  })

  test('remembers what was in view when its page comes back', async () => {
    const { clock, room, say, open, connection } = createClient()
    const store = open()
    const release = store.retain()
    store.seen({ visible: true, focused: true, atEnd: true })
    await clock.advance(100)

    connection.environment.setShown(false)
    say(bob, 'meanwhile')
    connection.environment.setShown(true)
    await clock.advance(5000)

    expect(room.cursors()).toContainEqual({ user_id: ada.id, read_seq: 1, delivered_seq: 1 })
    release()
  })

  test('that is made without a network is in use all the same', () => {
    const { client, room, open, connection } = createClient()
    connection.cut()
    const store = open()

    const release = store.retain()

    expect(client.inUse(room.id, ada.id)).toBe(store)
    release()
  })

  test('catches up when it is held again later', async () => {
    const { clock, say, open } = createClient()
    const store = open()
    const release = store.retain()
    await clock.advance(100)
    release()
    await clock.advance(2000)
    say(bob, 'meanwhile')

    const releaseAgain = store.retain()
    await clock.advance(100)

    expect(store.get().rows.map(({ key }) => key)).toContain('said-1')
    expect(store.get().connection).toBe('connected')
    releaseAgain()
  })

  test('ignores an answer that comes after it was left', async () => {
    const { clock, open, connection } = createClient()
    connection.hooks.onAnswer = () =>
      new Promise((resolve) => {
        clock.after(5000, resolve)
      })
    const store = open()
    const release = store.retain()
    await clock.advance(100)

    release()
    await clock.advance(20_000)

    expect(store.get().phase).toBe('loading')
  })

  test('remembers what was in view before somebody held it', async () => {
    const { clock, room, say, open } = createClient()
    say(bob, 'hello')
    const store = open()

    store.seen({ visible: true, focused: true, atEnd: true })
    const release = store.retain()
    await clock.advance(2000)

    expect(room.cursors()).toContainEqual({ user_id: ada.id, read_seq: 1, delivered_seq: 1 })
    release()
  })
})

describe('listeners', () => {
  test('hear of many events in one go', async () => {
    const { clock, say, open } = createClient()
    const store = open()
    const release = store.retain()
    await clock.advance(100)
    let told = 0
    store.subscribe(() => {
      told += 1
    })

    for (let said = 0; said < 100; said += 1) {
      say(bob, 'burst')
    }
    await clock.advance(100)

    expect(store.get().rows.filter(({ kind }) => kind === 'message')).toHaveLength(100)
    expect(told).toBeLessThanOrEqual(2)
    release()
  })

  test('hear of them less often while the page is hidden', async () => {
    const { clock, say, open, connection } = createClient()
    const store = open()
    const release = store.retain()
    await clock.advance(100)
    connection.environment.setVisible(false)
    let told = 0
    store.subscribe(() => {
      told += 1
    })

    for (let said = 0; said < 100; said += 1) {
      say(bob, 'stream')
      await clock.advance(5)
    }

    expect(told).toBeLessThanOrEqual(12)
    release()
  })

  test('are not called after they unsubscribed, even in the midst of a change', () => {
    const { open } = createClient()
    const store = open()
    const heard: string[] = []
    store.subscribe(() => {
      heard.push('first')
      stopSecond()
    })
    const stopSecond = store.subscribe(() => {
      heard.push('second')
    })

    store.send('one')
    store.send('two')

    expect(heard).toEqual(['first', 'first'])
  })
})
