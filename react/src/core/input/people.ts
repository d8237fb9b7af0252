import type { Participant, Person } from '../entities.js'
import { isRole } from '../wire/people.js'
import { isFields, type Fields } from '../wire/values.js'
import { firstText, readId, readTime, rowsOf, type Complain } from './values.js'

const nameColumns = [
  'display_name',
  'full_name',
  'name',
  'username',
  'user_name',
  'preferred_username',
] as const
const pictureColumns = ['avatarUrl', 'avatar_url', 'picture'] as const
const joinedTables = ['profiles', 'profile', 'users', 'user', 'author'] as const

/** A person as an app names them. */
export interface Named {
  /** Its name is empty when the app tells none. */
  readonly person: Person
  /** Shown where nobody, the server included, tells a name. */
  readonly fallback: string | undefined
}

/** Reads the reader; somebody without an id is nobody, whom the server lets in nowhere. */
export function readUser(user: unknown, complain: Complain): Named {
  const fields = isFields(user) ? user : {}
  const id = readId(fields['id'])
  // `null`: it is known that nobody is signed in.
  if (id === undefined && user !== null) {
    complain(
      'currentUser has no "id", so nobody is signed in; pass the user who is, such as that of getUser()',
    )
  }
  return named(id ?? '', [fields, fieldsAt(fields, 'user_metadata')])
}

/** Reads the people of a room; who has no name there is named by the address the app tells. */
export function readParticipants(
  participants: unknown,
  complain: Complain,
): readonly Participant[] {
  return rowsOf(participants, 'participants', complain).flatMap((row, at) => {
    const id = readId(row['user_id']) ?? readId(row['id'])
    if (id === undefined) {
      complain(`participants[${at}] has no "user_id" and is left out; select that column`)
      return []
    }
    const { person, fallback = '' } = named(id, [row, ...joinedTo(row)])
    return [{ ...person, name: person.name === '' ? fallback : person.name, ...membershipIn(row) }]
  })
}

/** Reads the person that a select joined to a row, when it did. */
export function readJoined(row: Fields, id: string): Named | undefined {
  const joined = joinedTo(row)
  return joined.length === 0 ? undefined : named(id, joined)
}

/** Returns the id of the person that a select joined to a row. */
export function joinedId(row: Fields): string | undefined {
  return joinedTo(row).flatMap(({ id }) => readId(id) ?? [])[0]
}

function named(id: string, sources: readonly Fields[]): Named {
  const first = (columns: readonly string[]) =>
    sources.flatMap((source) => firstText(source, columns) ?? [])[0]
  const avatarUrl = first(pictureColumns)
  return {
    person: {
      id,
      name: first(nameColumns) ?? '',
      ...(avatarUrl === undefined ? {} : { avatarUrl }),
    },
    fallback: first(['email'])?.split('@')[0],
  }
}

function joinedTo(row: Fields): readonly Fields[] {
  return joinedTables.flatMap((table) => {
    const joined = row[table]
    return (Array.isArray(joined) ? joined : [joined]).filter(isFields)
  })
}

function fieldsAt(fields: Fields, name: string): Fields {
  const value = fields[name]
  return isFields(value) ? value : {}
}

function membershipIn(row: Fields): Partial<Participant> {
  const time = (...names: readonly string[]) => names.flatMap((n) => readTime(row[n]) ?? [])[0]
  const role = row['role']
  const joinedAt = time('joinedAt', 'joined_at')
  const leftAt = time('leftAt', 'left_at')
  const mutedUntil = time('mutedUntil', 'muted_until')
  return {
    ...(isRole(role) ? { role } : {}),
    ...(joinedAt === undefined ? {} : { joinedAt }),
    ...(leftAt === undefined ? {} : { leftAt }),
    ...(mutedUntil === undefined ? {} : { mutedUntil }),
  }
}
