import type { Notice, Participant, Person } from '../entities.js'
import { toPerson } from '../log/participant.js'
import { sameFields } from './structural-sharing.js'

/** Finds the person behind an id; somebody unknown has an empty name. */
export type People = (id: string) => Person

interface KnownPeople {
  readonly me: Person
  readonly members: ReadonlyMap<string, Participant>
  readonly directory: ReadonlyMap<string, Participant>
  readonly notices: readonly Notice[]
  /** Asked last. */
  readonly people: ReadonlyMap<string, Person>
}

/** Makes directories in which somebody keeps the same object until name or picture change. */
export function createPeople(): (known: KnownPeople) => People {
  const kept = new Map<string, Person>()
  const keep = (id: string, name: string, avatarUrl: string | undefined): Person => {
    const person: Person = { id, name, ...(avatarUrl === undefined ? {} : { avatarUrl }) }
    const before = kept.get(id)
    if (before !== undefined && sameFields(before, person)) {
      return before
    }
    kept.set(id, person)
    return person
  }
  return ({ me, members, directory, notices, people }) => {
    const profiles = new Map(
      notices.map(({ userId, profile }) => [userId, toPerson(userId, profile)]),
    )
    return (id) => {
      const known = [
        id === me.id ? me : undefined,
        members.get(id),
        directory.get(id),
        profiles.get(id),
        people.get(id),
      ]
      const person = known.find((one) => one !== undefined && one.name !== '')
      return keep(id, person?.name ?? '', (person ?? known.find(Boolean))?.avatarUrl)
    }
  }
}
