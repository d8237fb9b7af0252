import { afterEach, describe, expect, test, vi } from 'vitest'
import { defaults, errorCodes, type Device } from '../../src/core/index.js'
import {
  createTestDevice,
  networkFailure,
  refusal,
  type TestDevice,
  type TestTab,
} from '../../src/testing/index.js'
import {
  ada,
  bob,
  createStage,
  failing,
  losingFirstAnswer,
  type Seat,
  type Stage,
} from './harness.js'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A tab of Ada's in front of the room. */
interface OpenTab {
  readonly tab: TestTab
  readonly seat: Seat
  /** Ends it without a word, and with what is on its way to the server. */
  readonly crash: () => void
}

function setUp() {
  const stage = createStage()
  const device = createTestDevice()
  const kept = () => device.mutations(ada.id).map(({ id }) => id)
  return { stage, device, kept, open: () => openTab(stage, device) }
}

async function openTab(
  stage: Stage,
  device: TestDevice,
  change: (tab: TestTab) => Device = (tab) => tab,
): Promise<OpenTab> {
  const tab = device.openTab()
  const seat = stage.sit(ada, {}, change(tab))
  await stage.clock.advance(100)
  const crash = () => {
    tab.crash()
    seat.connection.cut()
  }
  return { tab, seat, crash }
}

const contents = ({ room }: Stage) => room.messages().map(({ content }) => content)

const edits = ({ room }: Stage) =>
  room
    .changes(0, 1000)
    .items.filter(({ kind }) => kind === 'message-updated')
    .map(({ data }) => (data as { content: string }).content)

describe('what is asked for', () => {
  test('is kept before its request begins, until it is settled', async () => {
    const { stage, kept, open } = setUp()
    const { seat } = await open()
    const found: (readonly string[])[] = []
    seat.connection.hooks.onRequest = (name) => {
      if (name === 'send') {
        found.push(kept())
      }
    }

    const id = seat.store.send('hello')
    await stage.clock.advance(1000)

    expect(found).toEqual([[id]])
    expect(kept()).toEqual([])
    expect(contents(stage)).toEqual(['hello'])
  })

  test('is kept at once, before the browser lets the tab count as living', async () => {
    const { stage, device, kept } = setUp()
    const { seat, crash } = await openTab(stage, device, (tab) => ({
      ...tab,
      tabs: { ...tab.tabs, enter: () => new Promise<never>(() => undefined) },
    }))

    const id = seat.store.send('hello')
    await stage.clock.advance(0)
    crash()

    expect(kept()).toEqual([id])
  })

  test('is no longer kept once it is dismissed', async () => {
    const { stage, kept, open } = setUp()
    const { seat } = await open()
    failing(seat, 'send', () => refusal(403, 'muted'))
    const id = seat.store.send('hello')
    await stage.clock.advance(1000)
    expect(kept()).toEqual([id])

    seat.store.discard(id)
    await stage.clock.advance(1000)

    expect(kept()).toEqual([])
  })

  test.each(['fails', 'hangs'])('is sent where the storage %s, which is said once', async (how) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    const { stage, device } = setUp()
    const put = () =>
      how === 'fails' ? Promise.reject(new Error('full')) : new Promise<never>(() => undefined)
    const { seat } = await openTab(stage, device, (tab) => ({
      ...tab,
      mutations: { ...tab.mutations, put },
    }))

    seat.store.send('hello')
    await stage.clock.advance(defaults.storageTimeout)
    seat.store.send('hello again')
    await stage.clock.advance(100)

    expect(contents(stage)).toEqual(['hello', 'hello again'])
    await stage.clock.advance(defaults.storageTimeout)
    expect(warn).toHaveBeenCalledTimes(1)
  })
})

describe('what a tab left that is gone', () => {
  test('is shown and sent in order when the room is opened again', async () => {
    const { stage, kept, open } = setUp()
    const first = await open()
    first.seat.connection.cut()
    const ids = ['one', 'two', 'three'].map((content) => first.seat.store.send(content))
    await stage.clock.advance(100)
    first.crash()

    const { seat } = await open()
    expect(seat.messages().map(({ key }) => key)).toEqual(ids)
    await stage.clock.advance(1000)

    expect(contents(stage)).toEqual(['one', 'two', 'three'])
    expect(kept()).toEqual([])
  })

  test('comes before what is written meanwhile', async () => {
    const { stage, open } = setUp()
    const first = await open()
    first.seat.connection.cut()
    first.seat.store.send('before')
    await stage.clock.advance(100)
    const { seat } = await open()
    seat.connection.cut()
    seat.store.send('after')
    first.crash()

    await stage.clock.advance(defaults.adoptEvery)
    expect(seat.contents()).toEqual(['before', 'after'])
    seat.connection.restore()
    await stage.clock.advance(5000)

    expect(contents(stage)).toEqual(['before', 'after'])
  })

  test('with a reply, an edit, a deletion and a reaction is all done', async () => {
    const { stage, kept, open } = setUp()
    const [edited, deleted, reacted] = [
      stage.say(ada, 'to be edited'),
      stage.say(ada, 'to be deleted'),
      stage.say(bob, 'to be liked'),
    ]
    const first = await open()
    first.seat.connection.cut()
    first.seat.store.send('a reply', { replyTo: reacted })
    first.seat.store.edit(edited, 'edited')
    first.seat.store.delete(deleted)
    first.seat.store.react(reacted, '👍')
    await stage.clock.advance(100)
    first.crash()

    await open()
    await stage.clock.advance(2000)

    expect(contents(stage)).toEqual(['edited', '', 'to be liked', 'a reply'])
    expect(stage.room.messages().at(-1)?.reply_to).toBe(reacted)
    expect(stage.room.reactions(stage.room.messages())).toMatchObject([
      { message_id: reacted, emoji: '👍', user_ids: [ada.id] },
    ])
    expect(kept()).toEqual([])
  })

  test('is sent once if it had arrived', async () => {
    const { stage, kept, open } = setUp()
    const first = await open()
    first.seat.connection.hooks.onAnswer = (name) => {
      if (name === 'send') {
        first.crash()
      }
    }
    const id = first.seat.store.send('hello')
    await stage.clock.advance(100)
    expect(kept()).toEqual([id])

    const { seat } = await open()
    await stage.clock.advance(2000)

    expect(contents(stage)).toEqual(['hello'])
    expect(seat.contents()).toEqual(['hello'])
    expect(kept()).toEqual([])
  })

  test('is sent by a tab that has the room open already', async () => {
    const { stage, open } = setUp()
    const first = await open()
    await open()
    first.seat.connection.cut()
    first.seat.store.send('hello')
    await stage.clock.advance(100)

    first.crash()
    await stage.clock.advance(defaults.adoptEvery + 1000)

    expect(contents(stage)).toEqual(['hello'])
  })

  test('is looked for at once when the other tab comes to the front', async () => {
    const { stage, open } = setUp()
    const first = await open()
    const { seat } = await open()
    seat.connection.environment.setVisible(false)
    first.seat.connection.cut()
    first.seat.store.send('hello')
    await stage.clock.advance(100)
    first.crash()

    seat.connection.environment.setVisible(true)
    await stage.clock.advance(500)

    expect(contents(stage)).toEqual(['hello'])
  })

  test('is taken by one of several tabs', async () => {
    const { stage, open } = setUp()
    const first = await open()
    first.seat.connection.cut()
    const id = first.seat.store.send('hello')
    const others = [await open(), await open(), await open()]
    for (const { seat } of others) {
      seat.connection.cut()
    }
    first.crash()

    await stage.clock.advance(2 * defaults.adoptEvery)

    expect(others.filter(({ seat }) => seat.row(id) !== undefined)).toHaveLength(1)
  })

  test('waits for its room to be opened', async () => {
    const { stage, device, kept, open } = setUp()
    const other = stage.server.createRoom({ members: [ada] })
    const first = await open()
    first.seat.connection.cut()
    const id = first.seat.store.send('hello')
    await stage.clock.advance(100)
    first.crash()
    const tab = device.openTab()

    const { client } = stage.sit(bob, {}, tab)
    client.room(other.id, { currentUser: ada }).retain()
    await stage.clock.advance(60_000)
    expect(kept()).toEqual([id])
    client.room(stage.room.id, { currentUser: ada }).retain()
    await stage.clock.advance(100)

    expect(kept()).toEqual([])
  })

  test('that failed is shown with its reason, and can be tried again', async () => {
    const { stage, open } = setUp()
    const first = await open()
    failing(first.seat, 'send', networkFailure)
    const id = first.seat.store.send('hello')
    await stage.clock.advance(120_000)
    expect(first.seat.row(id)?.status).toBe('failed')
    const reason = first.seat.row(id)?.error?.message
    first.crash()

    const { seat } = await open()
    await stage.clock.advance(60_000)
    expect(seat.row(id)).toMatchObject({ status: 'failed', retryable: true })
    expect(seat.row(id)?.error?.message).toBe(reason)
    seat.store.retry(id)
    await stage.clock.advance(1000)

    expect(contents(stage)).toEqual(['hello'])
  })

  test('more than a day ago is not sent unasked', async () => {
    const { stage, open } = setUp()
    const first = await open()
    first.seat.connection.cut()
    const id = first.seat.store.send('hello')
    await stage.clock.advance(100)
    first.crash()
    await stage.clock.advance(defaults.sendStaleAfter)

    const { seat } = await open()
    await stage.clock.advance(60_000)
    expect(seat.row(id)).toMatchObject({ status: 'failed', retryable: true })
    expect(contents(stage)).toEqual([])
    seat.store.retry(id)
    await stage.clock.advance(1000)

    expect(contents(stage)).toEqual(['hello'])
  })
})

test('what cannot be taken over in the storage is sent all the same', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined)
  const { stage, device, open } = setUp()
  const first = await open()
  first.seat.connection.cut()
  first.seat.store.send('one')
  first.seat.store.send('two')
  await stage.clock.advance(100)
  first.crash()

  await openTab(stage, device, (tab) => ({
    ...tab,
    mutations: { ...tab.mutations, put: () => Promise.reject(new Error('full')) },
  }))
  await stage.clock.advance(1000)

  expect(contents(stage)).toEqual(['one', 'two'])
  expect(warn).toHaveBeenCalledTimes(1)
})

describe('what a tab keeps that lives', () => {
  test('is left to it', async () => {
    const { stage, kept, open } = setUp()
    const first = await open()
    first.seat.connection.cut()
    const id = first.seat.store.send('hello')

    const { seat } = await open()
    await stage.clock.advance(60_000)

    expect(seat.row(id)).toBeUndefined()
    expect(kept()).toEqual([id])
  })

  test('is taken over while its page is in the back/forward cache, and is still sent once', async () => {
    const { stage, kept, open } = setUp()
    const first = await open()
    first.seat.connection.cut()
    first.seat.store.send('hello')
    await stage.clock.advance(100)
    first.seat.connection.environment.setShown(false)

    await open()
    await stage.clock.advance(1000)
    expect(contents(stage)).toEqual(['hello'])
    first.seat.connection.environment.setShown(true)
    first.seat.connection.restore()
    await stage.clock.advance(60_000)

    expect(contents(stage)).toEqual(['hello'])
    expect(first.seat.contents()).toEqual(['hello'])
    expect(kept()).toEqual([])
  })

  test('is taken over where tabs do not know of each other, when a room is opened', async () => {
    const { stage, device, kept } = setUp()
    const alone = (tab: TestTab) => ({ ...tab, tabs: undefined })
    const first = await openTab(stage, device, alone)
    first.seat.connection.cut()
    first.seat.store.send('hello')
    await stage.clock.advance(100)

    await openTab(stage, device, alone)
    await stage.clock.advance(1000)
    expect(contents(stage)).toEqual(['hello'])
    first.seat.connection.restore()
    await stage.clock.advance(60_000)

    expect(contents(stage)).toEqual(['hello'])
    expect(kept()).toEqual([])
  })
})

describe('an edit that is made again', () => {
  /** Ada has edited a message, and her tab is gone before it heard of that. */
  async function editAndCrash(after: (stage: Stage, edited: string) => void) {
    const { stage, kept, open } = setUp()
    const edited = stage.say(ada, 'first')
    const { seat, crash } = await open()
    seat.connection.hooks.onAnswer = (name) => {
      if (name === 'edit') {
        crash()
      }
    }
    seat.store.edit(edited, 'second')
    await stage.clock.advance(100)
    expect(kept()).toHaveLength(1)
    after(stage, edited)
    const next = await open()
    await stage.clock.advance(2000)
    return { stage, kept, edited, seat: next.seat }
  }

  test('changes nothing if the server had heard of it', async () => {
    const { stage, kept } = await editAndCrash(() => undefined)

    expect(edits(stage)).toEqual(['second'])
    expect(kept()).toEqual([])
  })

  test('undoes no later one: it fails until its author insists', async () => {
    const { stage, edited, seat } = await editAndCrash(({ room }, id) => {
      room.editAs(ada.id, id, 'third')
    })
    expect(edits(stage)).toEqual(['second', 'third'])
    expect(seat.row(edited)?.message.content).toBe('third')
    expect(seat.row(edited)?.change).toMatchObject({
      kind: 'edit',
      status: 'failed',
      retryable: true,
      content: 'second',
      error: { code: errorCodes.conflict },
    })

    seat.store.retry(edited)
    await stage.clock.advance(1000)

    expect(edits(stage)).toEqual(['second', 'third', 'second'])
  })

  test('because its answer was lost undoes no later one either', async () => {
    const { stage, open } = setUp()
    const edited = stage.say(ada, 'first')
    const { seat } = await open()
    const lost = losingFirstAnswer(seat, 'edit')
    seat.store.edit(edited, 'second')
    await stage.clock.advance(100)
    expect(lost()).toBe(1)
    stage.room.editAs(ada.id, edited, 'third')

    await stage.clock.advance(60_000)

    expect(edits(stage)).toEqual(['second', 'third'])
    expect(seat.row(edited)?.change?.error?.code).toBe(errorCodes.conflict)
  })

  test('because the device was offline undoes no later one either', async () => {
    const { stage, open } = setUp()
    const edited = stage.say(ada, 'first')
    const { seat } = await open()
    seat.connection.hooks.onAnswer = (name) => {
      if (name === 'edit') {
        seat.connection.cut()
      }
    }
    seat.store.edit(edited, 'second')
    await stage.clock.advance(100)
    stage.room.editAs(ada.id, edited, 'third')

    seat.connection.restore()
    await stage.clock.advance(60_000)

    expect(edits(stage)).toEqual(['second', 'third'])
    expect(seat.row(edited)?.change?.error?.code).toBe(errorCodes.conflict)
  })

  test('of a message that was deleted since is over', async () => {
    const { stage, kept, seat, edited } = await editAndCrash(({ room }, id) => {
      room.remove(id)
    })

    expect(seat.row(edited)?.change).toBeUndefined()
    expect(contents(stage)).toEqual([''])
    expect(kept()).toEqual([])
  })

  test('after others that were never sent stands on what the server has', async () => {
    const { stage, open } = setUp()
    const edited = stage.say(ada, 'first')
    const first = await open()
    first.seat.connection.cut()
    first.seat.store.edit(edited, 'second')
    first.seat.store.edit(edited, 'third')
    await stage.clock.advance(100)
    first.crash()

    await open()
    await stage.clock.advance(1000)

    expect(edits(stage)).toEqual(['third'])
  })
})

describe('a person', () => {
  test('who is forgotten leaves nothing, and nothing of theirs is sent or kept later', async () => {
    const { stage, kept, open } = setUp()
    const { seat } = await open()
    seat.connection.cut()
    seat.store.send('waiting')
    await stage.clock.advance(100)
    expect(kept()).toHaveLength(1)
    seat.store.send('being written')

    await seat.client.forget(ada.id)
    expect(kept()).toEqual([])
    seat.store.send('late')
    seat.connection.restore()
    await stage.clock.advance(60_000)

    expect(kept()).toEqual([])
    expect(contents(stage)).toEqual([])
  })

  test('who is forgotten while something of theirs is being kept leaves nothing', async () => {
    const { stage, device, kept } = setUp()
    let enter = (): void => undefined
    const { seat } = await openTab(stage, device, (tab) => ({
      ...tab,
      tabs: {
        ...tab.tabs,
        enter: (id) =>
          new Promise((resolve) => {
            enter = () => {
              resolve(tab.tabs.enter(id))
            }
          }),
      },
    }))
    seat.store.send('being kept')
    await stage.clock.advance(100)

    await seat.client.forget(ada.id)
    enter()
    await stage.clock.advance(100)

    expect(kept()).toEqual([])
  })

  test('loses nothing when somebody else is forgotten', async () => {
    const { stage, kept, open } = setUp()
    const { seat } = await open()
    seat.connection.cut()
    const id = seat.store.send('waiting')
    await stage.clock.advance(100)

    await seat.client.forget(bob.id)
    expect(kept()).toEqual([id])
    seat.connection.restore()
    await stage.clock.advance(1000)

    expect(contents(stage)).toEqual(['waiting'])
  })

  test('whose client is closed finds it all in the next one, nothing of it failed', async () => {
    const { stage, kept, open } = setUp()
    const first = await open()
    first.seat.connection.cut()
    const id = first.seat.store.send('hello')
    await stage.clock.advance(100)

    first.seat.client.close()
    first.seat.connection.restore()
    await stage.clock.advance(1000)
    expect(kept()).toEqual([id])
    expect(first.seat.row(id)?.status).toBe('failed')
    expect(contents(stage)).toEqual([])
    await open()
    await stage.clock.advance(1000)

    expect(contents(stage)).toEqual(['hello'])
    expect(kept()).toEqual([])
  })
})
