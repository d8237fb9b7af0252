import type { Person, RoomSnapshot } from '../entities.js'
import type { RoomSeed } from '../room-store.js'
import { readSnapshot } from '../wire/room.js'
import { isFields } from '../wire/values.js'
import type { SeedInput, SnapshotInput } from './inputs.js'
import { readMessages } from './messages.js'
import { readParticipants, readUser, type Named } from './people.js'
import type { Complain } from './values.js'

/**
 * Reads what an app passes, whatever it is: rows of any select, the `User` of supabase-js, nothing.
 * What cannot be read is left out and complained about; this never throws.
 */
export function readSeed(roomId: string, input: SeedInput, complain: Complain): RoomSeed {
  const { initialMessages } = input
  const user = readUser(input.currentUser, complain)
  const isWhole = isSnapshot(initialMessages)
  const snapshot = isWhole ? snapshotFrom(initialMessages, complain) : undefined
  const { messages, authors } = readMessages(isWhole ? [] : initialMessages, roomId, complain)
  return {
    currentUser: user.person,
    participants: readParticipants(input.participants, complain),
    people: peopleIn([user, ...authors]),
    initial: snapshot ?? messages,
  }
}

function isSnapshot(initial: SeedInput['initialMessages']): initial is SnapshotInput {
  return isFields(initial) && 'epoch' in initial
}

function snapshotFrom(snapshot: SnapshotInput, complain: Complain): RoomSnapshot | undefined {
  const read = 'hasOlder' in snapshot ? snapshot : readSnapshot(snapshot)
  if (read === undefined) {
    complain('initialMessages is not a whole snapshot; pass what room_snapshot returned')
  }
  return read
}

/** People with the best name the app tells of each: a real one before a part of an address. */
function peopleIn(all: readonly Named[]): readonly Person[] {
  const people = new Map<string, Person>()
  const add = ({ person }: Named, name: string): void => {
    if (name !== '' && !people.has(person.id)) {
      people.set(person.id, { ...person, name })
    }
  }
  for (const named of all) {
    add(named, named.person.name)
  }
  for (const named of all) {
    add(named, named.fallback ?? '')
  }
  return [...people.values()]
}
