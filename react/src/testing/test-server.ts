import type { ChatError } from '../core/chat-error.js'
import type { Clock } from '../core/clock.js'
import type { Person, Visibility } from '../core/entities.js'
import { createCell } from '../core/readable.js'
import type { Environment } from '../core/environment.js'
import type { Backend, Realtime } from '../core/transport.js'
import { createHeadEvents } from './head-events.js'
import { noFaults, type Faults } from './faults.js'
import { createHub } from './hub.js'
import { refusal } from './refusal.js'
import { createTestBackend, type RequestHooks } from './test-backend.js'
import { createTestRealtime } from './test-realtime.js'
import { createTestRoom, type TestRoom } from './test-room.js'

/** A device that is told what to notice. */
export interface TestEnvironment extends Environment {
  readonly setVisible: (visible: boolean) => void
  /** Puts the page into the back/forward cache, or takes it out. */
  readonly setShown: (shown: boolean) => void
  /** Takes the device elsewhere: it begins in UTC. */
  readonly setTimeZone: (timeZone: string) => void
}

/** One user's way to the test server, and what can go wrong on it. */
export interface TestConnection {
  readonly backend: Backend
  readonly realtime: Realtime
  /** The user's device: `online` follows {@link cut} and {@link restore}. */
  readonly environment: TestEnvironment
  /** Chances of mishaps; change them at any time. */
  readonly faults: Faults
  /** Called around every request; replace them to fail or hold one. */
  readonly hooks: RequestHooks
  /** Breaks the realtime link; requests still work. */
  readonly cutLink: () => void
  /** Loses the network: link and requests fail, and the device knows. */
  readonly cut: () => void
  /** Mends everything that was cut. */
  readonly restore: () => void
}

/** An in-memory server that behaves as the real one does, in one place and without waiting. */
export interface TestServer {
  readonly createRoom: (options?: {
    readonly id?: string
    readonly name?: string
    readonly visibility?: Visibility
    /** Whether the database numbers messages; false when absent. */
    readonly numbersMessages?: boolean
    readonly members?: readonly Person[]
  }) => TestRoom
  /** @param userId empty for somebody who is not signed in */
  readonly connect: (userId: string) => TestConnection
  /** Returns how many subscriptions a room has. */
  readonly subscriptions: (roomId: string) => number
}

export interface TestServerOptions {
  readonly clock: Clock
  /** Whether the newest number is published 1 and 10 s after the last event; true when absent. */
  readonly heads?: boolean
}

export function createTestServer({ clock, heads = true }: TestServerOptions): TestServer {
  const hub = createHub()
  const rooms = new Map<string, TestRoom>()

  const denied = (roomId: string, userId: string): ChatError | undefined => {
    const room = rooms.get(roomId)
    return room === undefined ? refusal(404, 'no_such_room') : room.refusal(userId)
  }

  return {
    createRoom: ({
      id,
      name = 'Room',
      visibility = 'private',
      numbersMessages = false,
      members = [],
    } = {}) => {
      const roomId = id ?? `room-${rooms.size + 1}`
      const quiet = createHeadEvents(clock, () => {
        hub.publish(roomId, 'head', { rev: room.head(), epoch: room.epoch() })
      })
      const room = createTestRoom({
        id: roomId,
        name,
        visibility,
        numbersMessages,
        now: clock.now,
        publish: (event, data) => {
          hub.publish(roomId, event, data)
          if (heads) {
            quiet.restart()
          }
        },
      })
      rooms.set(roomId, room)
      for (const member of members) {
        room.join(member)
      }
      return room
    },
    connect: (userId) => {
      const faults = noFaults()
      const hooks: RequestHooks = { onRequest: () => undefined, onAnswer: () => undefined }
      const online = createCell(true)
      const visible = createCell(true)
      const shown = createCell(true)
      const timeZone = createCell('UTC')
      const realtime = createTestRealtime({
        userId,
        clock,
        faults,
        hub,
        refusal: (roomId) => denied(roomId, userId),
      })
      return {
        backend: createTestBackend({
          userId,
          clock,
          faults,
          hooks,
          isUp: online.get,
          room: (roomId) => rooms.get(roomId),
          rooms: () => [...rooms.values()],
        }),
        realtime,
        environment: {
          online,
          visible,
          shown,
          timeZone,
          setVisible: visible.set,
          setShown: shown.set,
          setTimeZone: timeZone.set,
        },
        faults,
        hooks,
        cutLink: realtime.cut,
        cut: () => {
          online.set(false)
          realtime.cut()
        },
        restore: () => {
          online.set(true)
          realtime.restore()
        },
      }
    },
    subscriptions: hub.count,
  }
}
