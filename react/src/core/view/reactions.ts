import type { ReactionGroup, ReactionGroups } from '../log/reactions.js'
import type { Reaction } from '../room-view.js'
import type { People } from './people.js'
import { sameFields } from './structural-sharing.js'

/** Shows the reactions to one message. */
export type ShowReactions = (
  groups: ReactionGroups,
  userId: string,
  people: People,
) => readonly Reaction[]

/** Makes a function that shows reactions; those to a message with one emoji keep their object until they change. */
export function createReactions(): ShowReactions {
  const kept = new WeakMap<ReactionGroup, Reaction>()
  return (groups, userId, people) =>
    groups.map((group) => {
      const { emoji, userIds } = group
      const next: Reaction = {
        emoji,
        count: userIds.length,
        userIds,
        people: userIds.map(people),
        mine: userIds.includes(userId),
      }
      const before = kept.get(group)
      if (before !== undefined && sameFields(before, next)) {
        return before
      }
      kept.set(group, next)
      return next
    })
}
