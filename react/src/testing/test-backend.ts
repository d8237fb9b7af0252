import type { Clock } from '../core/clock.js'
import type { Backend } from '../core/transport.js'
import { readChanges } from '../core/wire/changes.js'
import { readFoundMessages } from '../core/wire/found.js'
import { readMessage } from '../core/wire/message.js'
import { readCursor } from '../core/wire/people.js'
import { readPinAnswer, readPinnedMessages } from '../core/wire/pins.js'
import { readReactionAnswer } from '../core/wire/reactions.js'
import { readPage, readSnapshot } from '../core/wire/room.js'
import type { Faults } from './faults.js'
import { networkFailure, refusal } from './refusal.js'
import type { TestRoom } from './test-room.js'
import { searchRooms } from './test-search.js'

/** Name of a request. */
export type RequestName = keyof Backend

/** What a test may put in the way of requests; throwing fails the request with what was thrown. */
export interface RequestHooks {
  /** Called, and waited for, before the server acts. */
  onRequest: (name: RequestName) => void | Promise<void>
  /** Called, and waited for, before the answer goes out. */
  onAnswer: (name: RequestName) => void | Promise<void>
}

export interface TestBackendOptions {
  readonly userId: string
  readonly clock: Clock
  readonly faults: Faults
  readonly hooks: RequestHooks
  /** Whether requests get through at all. */
  readonly isUp: () => boolean
  readonly room: (roomId: string) => TestRoom | undefined
  readonly rooms: () => readonly TestRoom[]
}

/** Requests of one user, answered by the test server. */
export function createTestBackend(options: TestBackendOptions): Backend {
  const { userId, clock, faults, hooks, isUp } = options

  const wait = () =>
    new Promise<void>((resolve) => {
      clock.after(clock.random() * faults.requestDelay, resolve)
    })

  const travel = async (mishap: 'failRequest' | 'loseAnswer') => {
    await wait()
    if (!isUp() || clock.random() < faults[mishap]) {
      throw networkFailure()
    }
  }

  const perform = async <T>(name: RequestName, act: () => T): Promise<T> => {
    await travel('failRequest')
    await hooks.onRequest(name)
    const result = structuredClone(act())
    await hooks.onAnswer(name)
    await travel('loseAnswer')
    return result
  }

  const answer = <T>(
    name: RequestName,
    roomId: string,
    act: (room: TestRoom) => T,
    find: (roomId: string) => TestRoom = readable,
  ): Promise<T> => perform(name, () => act(find(roomId)))

  const existing = (roomId: string): TestRoom => {
    const room = options.room(roomId)
    if (room === undefined) {
      throw refusal(404, 'no_such_room')
    }
    return room
  }

  const readable = (roomId: string): TestRoom => {
    const room = existing(roomId)
    const refused = room.refusal(userId)
    if (refused !== undefined) {
      throw refused
    }
    return room
  }

  /** For those who may not see the room yet. */
  const byUser = (roomId: string): TestRoom => {
    if (userId === '') {
      throw refusal(401, 'sign_in_needed')
    }
    return existing(roomId)
  }

  return {
    snapshot: (roomId, limit) =>
      answer('snapshot', roomId, (room) => readWith(readSnapshot, room.snapshot(limit))),
    page: (roomId, request) =>
      answer('page', roomId, (room) => readWith(readPage, room.page(request))),
    changes: (roomId, afterRev, limit) =>
      answer('changes', roomId, (room) => readWith(readChanges, room.changes(afterRev, limit))),
    send: (message) =>
      answer('send', message.roomId, (room) => readWith(readMessage, room.post(userId, message))),
    edit: ({ id, roomId, content }) =>
      answer('edit', roomId, (room) => readWith(readMessage, room.editAs(userId, id, content))),
    delete: (roomId, id) =>
      answer('delete', roomId, (room) => readWith(readMessage, room.removeAs(userId, id))),
    react: ({ messageId, roomId, emoji }) =>
      answer('react', roomId, (room) =>
        readWith(readReactionAnswer, room.react(userId, messageId, emoji)),
      ),
    unreact: ({ messageId, roomId, emoji }) =>
      answer('unreact', roomId, (room) =>
        readWith(readReactionAnswer, room.unreact(userId, messageId, emoji)),
      ),
    pin: ({ messageId, roomId }) =>
      answer('pin', roomId, (room) => readWith(readPinAnswer, room.pin(userId, messageId))),
    unpin: ({ messageId, roomId }) =>
      answer('unpin', roomId, (room) => readWith(readPinAnswer, room.unpin(userId, messageId))),
    pinned: (roomId) =>
      answer('pinned', roomId, (room) => readWith(readPinnedMessages, room.pinned())),
    search: (query) =>
      perform('search', () => {
        const { roomId } = query
        const searched =
          roomId === undefined
            ? options.rooms().filter((room) => room.isMember(userId))
            : [readable(roomId)]
        return readWith(readFoundMessages, searchRooms(searched, query))
      }),
    setCursor: (roomId, update) =>
      answer('setCursor', roomId, (room) => readWith(readCursor, room.setCursor(userId, update))),
    join: (roomId) => {
      const act = (room: TestRoom): void => {
        room.admit(userId)
      }
      return answer('join', roomId, act, byUser)
    },
    invitation: (roomId) => answer('invitation', roomId, (room) => room.invitation(userId), byUser),
    decline: (roomId) => {
      const act = (room: TestRoom): void => {
        room.uninvite(userId)
      }
      return answer('decline', roomId, act, byUser)
    },
  }
}

/** Reads rows as an adapter reads what the database returned. */
function readWith<T>(read: (rows: unknown) => T | undefined, rows: unknown): T {
  const value = read(rows)
  if (value === undefined) {
    throw new Error('unable to read the rows of the test server')
  }
  return value
}
