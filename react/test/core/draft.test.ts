import { afterEach, describe, expect, test, vi } from 'vitest'
import { createChatClient, type DraftStorage } from '../../src/core/index.js'
import { createMemoryDrafts } from '../../src/core/device/memory-drafts.js'
import { ada, bob, createStage } from './harness.js'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A storage that notes what is written, and tells of another tab when it is told to. */
function createStorage() {
  const memory = createMemoryDrafts()
  const writes: string[] = []
  const listeners = new Set<() => void>()
  const storage: DraftStorage = {
    ...memory,
    write: (userId, roomId, text) => {
      writes.push(text)
      memory.write(userId, roomId, text)
    },
    subscribe: (_userId, _roomId, listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
  const writeElsewhere = (text: string) => {
    memory.write(ada.id, 'room', text)
    for (const listener of listeners) {
      listener()
    }
  }
  return { storage, writes, listeners, writeElsewhere }
}

function open(storage: DraftStorage) {
  const { clock, server } = createStage()
  const connection = server.connect(ada.id)
  const client = createChatClient({ ...connection, clock, device: { drafts: storage } })
  const draft = client.draft('room', ada.id)
  const heard: string[] = []
  const close = draft.subscribe(() => heard.push(draft.get()))
  return { clock, environment: connection.environment, client, draft, heard, close }
}

describe('a draft', () => {
  test('is written once in half a second, with what was typed by then', async () => {
    const { storage, writes } = createStorage()
    const { draft, clock } = open(storage)

    for (const text of ['h', 'he', 'hel', 'hell', 'hello', 'hello!']) {
      draft.set(text)
      await clock.advance(200)
    }
    expect(writes).toEqual(['hel', 'hello!'])
    await clock.advance(5000)

    expect(writes).toEqual(['hel', 'hello!'])
    expect(clock.timers()).toBe(0)
  })

  test('is written when the page is hidden, and when it is left', async () => {
    const { storage, writes } = createStorage()
    const { draft, environment, clock } = open(storage)

    draft.set('hidden')
    environment.setVisible(false)
    expect(writes).toEqual(['hidden'])
    environment.setVisible(true)
    draft.set('left')
    environment.setShown(false)
    expect(writes).toEqual(['hidden', 'left'])
    await clock.advance(5000)

    expect(writes).toEqual(['hidden', 'left'])
  })

  test('is written when nobody shows it any more', () => {
    const { storage, writes } = createStorage()
    const { draft, close } = open(storage)
    draft.set('hello')

    close()

    expect(writes).toEqual(['hello'])
  })

  test('that is emptied is gone at once, so that what was sent does not return as a draft', () => {
    const { storage, writes } = createStorage()
    const { draft } = open(storage)
    draft.set('hello')

    draft.set('')

    expect(writes).toEqual([''])
  })

  test('takes over what another tab wrote, without writing it again', async () => {
    const { storage, writes, writeElsewhere } = createStorage()
    const { draft, heard, clock } = open(storage)

    writeElsewhere('from the other tab')
    await clock.advance(5000)

    expect(heard).toEqual(['from the other tab'])
    expect(draft.get()).toBe('from the other tab')
    expect(writes).toEqual([])
  })

  test('that is being typed in keeps its text when another tab writes', async () => {
    const { storage, writes, writeElsewhere } = createStorage()
    const { draft, clock } = open(storage)
    draft.set('mine')

    writeElsewhere('from the other tab')
    await clock.advance(500)

    expect(draft.get()).toBe('mine')
    expect(writes).toEqual(['mine'])
  })

  test('hears no other tab after its composer is gone', () => {
    const { storage, listeners } = createStorage()
    const { close } = open(storage)

    close()

    expect(listeners.size).toBe(0)
  })

  test('lives on in its holder where the storage fails, which is said once', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    const { storage } = createStorage()
    const full = (): never => {
      throw new Error('full')
    }
    const { draft, clock } = open({ ...storage, write: full, read: full })

    draft.set('hello')
    await clock.advance(500)
    draft.set('hello again')
    await clock.advance(500)

    expect(draft.get()).toBe('hello again')
    expect(warn).toHaveBeenCalledTimes(1)
  })

  test('of somebody who is forgotten is gone, and what was still to be written does not return', async () => {
    const { storage } = createStorage()
    storage.write(ada.id, 'another room', 'old')
    storage.write(bob.id, 'room', 'of Bob')
    const { client, draft, clock } = open(storage)
    draft.set('hello')
    await clock.advance(500)
    draft.set('hello, late')

    await client.forget(ada.id)
    await clock.advance(5000)

    expect(storage.read(ada.id, 'room')).toBe('')
    expect(storage.read(ada.id, 'another room')).toBe('')
    expect(storage.read(bob.id, 'room')).toBe('of Bob')
  })

  test('outlives its composer where nothing is kept on the device', () => {
    const connection = createStage().server.connect(ada.id)
    const client = createChatClient({ ...connection, device: null })
    const draft = client.draft('room', ada.id)
    const close = draft.subscribe(() => undefined)
    draft.set('hello')

    close()

    expect(client.draft('room', ada.id).get()).toBe('hello')
  })
})
