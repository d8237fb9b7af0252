import type { Participant, ParticipantRow, Person, Profile } from '../entities.js'

/** Turns a row of the database into what screens show; an unknown name stays that of `known`. */
export function toParticipant(row: ParticipantRow, known?: Person): Participant {
  return {
    ...toPerson(row.user_id, row.profile, known),
    ...(row.role === undefined ? {} : { role: row.role }),
    ...(row.joined_at === undefined ? {} : { joinedAt: row.joined_at }),
    ...(row.left_at == null ? {} : { leftAt: row.left_at }),
    ...(row.muted_until == null ? {} : { mutedUntil: row.muted_until }),
  }
}

/** Returns the person a profile describes; without one, what was known before. */
export function toPerson(id: string, profile: Profile | null | undefined, known?: Person): Person {
  const avatarUrl = profile == null ? known?.avatarUrl : profile.avatar_url
  return {
    id,
    name: profile?.display_name ?? known?.name ?? '',
    ...(avatarUrl == null ? {} : { avatarUrl }),
  }
}
