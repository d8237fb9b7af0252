import type { ChatError } from '../core/chat-error.js'
import type { Clock } from '../core/clock.js'
import { createCell } from '../core/readable.js'
import type { LinkState, Realtime, RoomListener } from '../core/transport.js'
import type { Faults } from './faults.js'
import type { Hub, Subscriber } from './hub.js'

export interface TestRealtimeOptions {
  readonly userId: string
  readonly clock: Clock
  readonly faults: Faults
  readonly hub: Hub
  /** Why the user may not listen to a room; absent when they may. */
  readonly refusal: (roomId: string) => ChatError | undefined
}

/** A realtime link whose events can be lost, repeated, delayed and cut. */
export interface TestRealtime extends Realtime {
  readonly cut: () => void
  readonly restore: () => void
}

interface Joined {
  readonly roomId: string
  readonly listener: RoomListener
  subscriber: Subscriber | undefined
  present: boolean
}

export function createTestRealtime(options: TestRealtimeOptions): TestRealtime {
  const { userId, clock, faults, hub, refusal } = options
  const link = createCell<LinkState>('connected')
  const joins = new Set<Joined>()

  /** What is on its way when the link breaks, or the room is left, never arrives. */
  const deliver = (joined: Joined, subscriber: Subscriber, ms: number, run: () => void) => {
    clock.after(ms, () => {
      if (joined.subscriber === subscriber) {
        run()
      }
    })
  }

  const subscribe = (joined: Joined) => {
    const { listener, roomId } = joined
    const refused = refusal(roomId)
    if (refused !== undefined) {
      listener.refused(refused)
      return
    }
    const soon = (run: () => void) => {
      deliver(joined, subscriber, 0, run)
    }
    const subscriber: Subscriber = {
      userId,
      event: (name, data) => {
        const copies = clock.random() < faults.repeat ? 2 : 1
        for (let copy = 0; copy < copies; copy += 1) {
          if (clock.random() >= faults.drop) {
            deliver(joined, subscriber, clock.random() * faults.delay, () => {
              listener.event(name, structuredClone(data))
            })
          }
        }
      },
      present: (userIds) => {
        soon(() => {
          listener.present(userIds)
        })
      },
      arrived: (id) => {
        soon(() => {
          listener.arrived(id)
        })
      },
      departed: (id) => {
        soon(() => {
          listener.departed(id)
        })
      },
      typing: (id, active) => {
        soon(() => {
          listener.typing(id, active)
        })
      },
    }
    joined.subscriber = subscriber
    hub.add(roomId, subscriber)
    hub.setPresent(roomId, subscriber, joined.present)
    soon(listener.subscribed)
  }

  const unsubscribe = (joined: Joined) => {
    const { subscriber } = joined
    joined.subscriber = undefined
    if (subscriber !== undefined) {
      hub.remove(joined.roomId, subscriber)
    }
  }

  return {
    link,
    join: ({ roomId }, listener) => {
      const joined: Joined = { roomId, listener, subscriber: undefined, present: false }
      joins.add(joined)
      clock.after(0, () => {
        if (joins.has(joined) && joined.subscriber === undefined && link.get() === 'connected') {
          subscribe(joined)
        }
      })
      return {
        setPresent: (present) => {
          joined.present = present
          if (joined.subscriber !== undefined) {
            hub.setPresent(roomId, joined.subscriber, present)
          }
        },
        sendTyping: (active) => {
          if (joined.subscriber !== undefined) {
            hub.typing(roomId, joined.subscriber, active)
          }
        },
        leave: () => {
          joins.delete(joined)
          unsubscribe(joined)
        },
      }
    },
    cut: () => {
      joins.forEach(unsubscribe)
      link.set('down')
    },
    restore: () => {
      if (link.get() !== 'connected') {
        link.set('connected')
        joins.forEach(subscribe)
      }
    },
  }
}
