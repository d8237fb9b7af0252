import type {
  Cursor,
  Membership,
  Notice,
  Person,
  Profile,
  Role,
  StoredMessage,
} from '../entities.js'
import { given } from '../given.js'
import { toUtc } from '../time/instant.js'
import { isCount, isFields, listOf, texts, times, type Fields } from './values.js'

/** Whether `value` is one of the roles of a room. */
export function isRole(value: unknown): value is Role {
  return value === 'owner' || value === 'moderator' || value === 'member'
}

export function readProfile(value: unknown): Profile | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { display_name, avatar_url } = texts(value, ['display_name', 'avatar_url'])
  if (display_name === undefined) {
    return undefined
  }
  return { displayName: display_name, ...given({ avatarUrl: avatar_url }) }
}

/** Reads who wrote a message from the profile that came with it; somebody without one has an empty name. */
export function readAuthor({ userId }: Pick<StoredMessage, 'userId'>, value: unknown): Person {
  const { displayName = '', avatarUrl } = readProfile(value) ?? {}
  return { id: userId, name: displayName, ...given({ avatarUrl }) }
}

function profileOf(fields: Fields): { readonly profile?: Profile } {
  const profile = readProfile(fields['profile'])
  return profile === undefined ? {} : { profile }
}

export function readMembership(value: unknown): Membership | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { user_id } = texts(value, ['user_id'])
  if (user_id === undefined) {
    return undefined
  }
  const { joined_at, left_at, muted_until } = times(value, ['joined_at', 'left_at', 'muted_until'])
  const role = value['role']
  return {
    userId: user_id,
    ...given({ joinedAt: joined_at, leftAt: left_at, mutedUntil: muted_until }),
    ...(isRole(role) ? { role } : {}),
    ...profileOf(value),
  }
}

export function readCursor(value: unknown): Cursor | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { user_id, read_seq, delivered_seq } = value
  return typeof user_id === 'string' && isCount(read_seq) && isCount(delivered_seq)
    ? { userId: user_id, readSeq: read_seq, deliveredSeq: delivered_seq }
    : undefined
}

/** Reads the list that a `cursors` event carries. */
export function readCursors(data: unknown): readonly Cursor[] | undefined {
  return listOf(data, readCursor)
}

/** Reads a notice as histories carry it. */
export function readNotice(value: unknown): Notice | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { rev, kind, user_id, at, after_seq } = value
  if (
    !isCount(rev) ||
    (kind !== 'user-joined' && kind !== 'user-left') ||
    typeof user_id !== 'string' ||
    typeof at !== 'string' ||
    !isCount(after_seq)
  ) {
    return undefined
  }
  return { rev, kind, userId: user_id, at: toUtc(at), afterSeq: after_seq, ...profileOf(value) }
}

/** Reads the notice that a membership event amounts to. */
export function readMembershipNotice(rev: number, kind: string, data: unknown): Notice | undefined {
  if (!isFields(data)) {
    return undefined
  }
  const at = kind === 'user-joined' ? data['joined_at'] : data['left_at']
  return readNotice({ ...data, rev, kind, at })
}
