import type { Membership, Participant, Person, Profile } from '../entities.js'
import { given } from '../given.js'

/** Returns the participant a membership describes; without a profile, the name stays that of `known`. */
export function toParticipant(
  { userId, profile, role, joinedAt, leftAt, mutedUntil }: Membership,
  known?: Person,
): Participant {
  return {
    ...toPerson(userId, profile, known),
    ...given({ role, joinedAt, leftAt, mutedUntil }),
  }
}

/** Returns the person a profile describes; without one, what was known before. */
export function toPerson(id: string, profile: Profile | undefined, known?: Person): Person {
  const { avatarUrl } = profile ?? known ?? {}
  return {
    id,
    name: profile?.displayName ?? known?.name ?? '',
    ...given({ avatarUrl }),
  }
}
