import { defaults } from './defaults.js'
import type { Mutation } from './mutations/mutation.js'
import { areOpen } from './mutations/pending-mutations.js'
import { sentAs } from './log/messages.js'
import { createOutbox } from './outbox/outbox.js'
import { createPersistence, type Keeping } from './outbox/persistence.js'
import { createCell } from './readable.js'
import { createRenderThrottle } from './room/render-throttle.js'
import { startLiveRoom, type LiveRoom } from './live/live-room.js'
import { createEffectRunner } from './room/effects.js'
import { reduce, type RoomAction } from './room/reduce.js'
import type { RoomContext } from './room/room-context.js'
import { seededState } from './room/room-store-state.js'
import type { RoomSeed, RoomStore, ViewportState } from './room-store.js'
import type { MessageRow } from './room-view.js'
import { withDeadline } from './time/deadline.js'
import { createTimer } from './time/timer.js'
import { createViewBuilder } from './view/view.js'
import { createAround } from './window/around.js'
import { createPages } from './window/pages.js'

/** What a store is made with besides its seed. */
export type RoomServices = Omit<RoomContext, 'state' | 'dispatch'> & {
  /** Zone in which days begin; the device's own when absent. */
  readonly timeZone: string | undefined
  readonly keeping: Keeping
  /** Makes UUIDs. */
  readonly newId: () => string
  /** The store no longer works on anything: nobody holds it and nothing waits to be sent. */
  readonly idle: () => void
  /** Somebody holds the store. */
  readonly retained: () => void
}

export function createRoomStore(services: RoomServices, seed: RoomSeed): RoomStore {
  const { clock, environment, roomId } = services
  let state = seededState(seed)
  let live: LiveRoom | undefined
  /** Set from the first holder until the last one is gone for good. */
  let stopWatching: (() => void) | undefined
  let holders = 0
  let viewport: ViewportState | undefined

  const timeZone = () => services.timeZone ?? environment.timeZone.get()
  let builder = createViewBuilder(timeZone())
  const view = createCell(builder.view(state))
  const renderThrottle = createRenderThrottle(
    clock,
    () => (environment.visible.get() ? defaults.commitVisible : defaults.commitHidden),
    () => {
      view.set(builder.view(state))
    },
  )

  const dispatch = (action: RoomAction) => {
    const next = reduce(state, action)
    if (next === state) {
      return
    }
    state = next
    runEffects(action.kind)
  }

  const act = (action: RoomAction) => {
    dispatch(action)
    renderThrottle.now()
  }

  const ask = (mutation: Mutation) => {
    act({ kind: 'asked', mutation, at: clock.now(), online: environment.online.get() })
  }

  /** Returns a message as it is shown, unless it is deleted. */
  const findRow = (id: string): MessageRow | undefined =>
    builder
      .view(state)
      .rows.filter((row) => row.kind === 'message')
      .find(({ message }) => (message.id === id || sentAs(message) === id) && !message.deletedAt)

  /** Asks for a reaction to be there or gone; for the opposite of what is shown unless told which. */
  const setReaction = (id: string, emoji: string, isOn?: boolean) => {
    const row = findRow(id)
    const isShown = row?.reactions.some((one) => one.mine && one.emoji === emoji)
    if (row !== undefined && isShown !== isOn) {
      const kind = isShown === true ? 'unreact' : 'react'
      ask({ kind, id: services.newId(), message: row.message, emoji })
    }
  }

  const setPinned = (id: string, kind: 'pin' | 'unpin') => {
    const row = findRow(id)
    if (row?.pinned === (kind === 'unpin')) {
      ask({ kind, id: services.newId(), message: row.message })
    }
  }

  const context: RoomContext = { ...services, state: () => state, dispatch }
  const persistence = createPersistence(context, services.keeping)
  const outbox = createOutbox(context, persistence, services.keeping.isSealed)
  const pages = createPages(context)
  const around = createAround(context, pages)
  const runEffects = createEffectRunner(
    () => [persistence, outbox, around.effect, ...(live?.effects ?? [])],
    () => {
      renderThrottle.request()
      reportIdle()
    },
  )
  const linger = createTimer(clock)

  const reportIdle = () => {
    if (holders === 0 && live === undefined && !areOpen(state.mutations)) {
      services.idle()
    }
  }

  const pause = () => {
    const stopping = live
    live = undefined
    stopping?.stop()
  }

  /** A page in the back/forward cache answers the server's pings: unless it leaves it seems to be there. */
  const goLive = () => {
    if (!environment.shown.get()) {
      pause()
    } else if (live === undefined) {
      live = startLiveRoom(context, pages.loadLacking)
      // The screen may have spoken before its holder did.
      if (viewport !== undefined) {
        live.readTracking.seen(viewport)
      }
      // Earlier actions were answered by nobody.
      for (const { run } of live.effects) {
        run()
      }
    }
  }

  const followZone = () => {
    if (builder.timeZone !== timeZone()) {
      builder = createViewBuilder(timeZone())
      renderThrottle.now()
    }
  }

  const start = () => {
    const stops = [environment.shown.subscribe(goLive), environment.timeZone.subscribe(followZone)]
    followZone()
    goLive()
    stops.push(persistence.watch())
    return () => {
      stops.forEach((stop) => {
        stop()
      })
    }
  }

  const stop = () => {
    stopWatching?.()
    stopWatching = undefined
    viewport = undefined
    pause()
    reportIdle()
  }

  const retain = () => {
    let held = true
    holders += 1
    linger.clear()
    services.retained()
    stopWatching ??= start()
    return () => {
      if (held) {
        held = false
        holders -= 1
        if (holders === 0) {
          linger.set(defaults.linger, stop)
        }
      }
    }
  }

  return {
    ...view,
    retain,
    send: (content, { replyTo } = {}) => {
      around.cancel()
      live?.ownTyping.stop()
      const message = {
        id: services.newId(),
        roomId,
        userId: state.me.id,
        content,
        createdAt: new Date(clock.now()).toISOString(),
        ...(replyTo === undefined ? {} : { replyTo }),
      }
      ask({ kind: 'send', id: message.id, message })
      return message.id
    },
    edit: (id, content) => {
      live?.ownTyping.stop()
      const message = findRow(id)?.message
      if (message !== undefined && message.content !== content) {
        ask({ kind: 'edit', id: services.newId(), message, content })
      }
    },
    delete: (id) => {
      const message = findRow(id)?.message
      if (message !== undefined) {
        ask({ kind: 'delete', id: services.newId(), message })
      }
    },
    react: (id, emoji) => {
      setReaction(id, emoji, true)
    },
    unreact: (id, emoji) => {
      setReaction(id, emoji, false)
    },
    toggleReaction: (id, emoji) => {
      setReaction(id, emoji)
    },
    pin: (id) => {
      setPinned(id, 'pin')
    },
    unpin: (id) => {
      setPinned(id, 'unpin')
    },
    retry: (subject) => {
      act({ kind: 'retried', subject, at: clock.now(), online: environment.online.get() })
    },
    discard: (subject) => {
      act({ kind: 'discarded', subject })
    },
    loadOlder: pages.loadOlder,
    loadNewer: pages.loadNewer,
    around: async (id) => {
      await around.show(id)
      renderThrottle.now()
    },
    latest: () => {
      around.cancel()
      act({ kind: 'latest' })
    },
    typing: (active) => {
      live?.ownTyping.report(active)
    },
    seen: (next) => {
      viewport = next
      if (!next.focused || !next.visible) {
        live?.ownTyping.stop()
      }
      live?.readTracking.seen(next)
    },
    markRead: () => {
      live?.readTracking.markRead()
      renderThrottle.now()
    },
    addParticipants: (participants) => {
      act({ kind: 'named', participants })
    },
    receipts: (id) => view.get().receipts(id),
    join: async () => {
      const joining = services.backend.join(roomId)
      await withDeadline(clock, defaults.sendTimeout, 'join the room', joining)
      live?.entered()
    },
    decline: async () => {
      const declining = services.backend.decline(roomId)
      await withDeadline(clock, defaults.sendTimeout, 'decline the invitation', declining)
      act({ kind: 'declined' })
    },
    reload: () => {
      act({ kind: 'reload' })
    },
  }
}
