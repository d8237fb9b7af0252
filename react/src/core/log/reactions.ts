import type { Message, MessageReactions } from '../entities.js'
import type { ReactionChange } from '../wire/reactions.js'

/** Who reacted to one message with one emoji, in the order they reacted. */
export type ReactionGroup = Omit<MessageReactions, 'messageId'>

/** The reactions to one message: an emoji keeps its place for as long as anybody reacts with it. */
export type ReactionGroups = readonly ReactionGroup[]

/**
 * The reactions to loaded messages by the messages' ids, each as of a change of its own: a page may
 * be ahead of the log, and the changes that it contains already then mean nothing to its messages.
 */
export type Reactions = ReadonlyMap<
  string,
  { readonly groups: ReactionGroups; readonly rev: number }
>

export const noReactions: ReactionGroups = []

/** Returns `groups` with somebody's reaction there or gone: the same ones if it is so already. */
export function setReaction(
  groups: ReactionGroups,
  { emoji, userId, isOn }: Pick<ReactionChange, 'emoji' | 'userId' | 'isOn'>,
): ReactionGroups {
  const at = groups.findIndex((group) => group.emoji === emoji)
  const before = groups[at]?.userIds ?? []
  if (before.includes(userId) === isOn) {
    return groups
  }
  const userIds = isOn ? [...before, userId] : before.filter((id) => id !== userId)
  if (at === -1) {
    return [...groups, { emoji, userIds }]
  }
  return userIds.length === 0 ? groups.toSpliced(at, 1) : groups.with(at, { emoji, userIds })
}

/** Applies a change to the message it is about, unless what is known of it is newer. */
export function changeReaction(reactions: Reactions, change: ReactionChange): Reactions {
  const { messageId, rev } = change
  const known = reactions.get(messageId)
  return known !== undefined && known.rev >= rev
    ? reactions
    : new Map(reactions).set(messageId, {
        groups: setReaction(known?.groups ?? noReactions, change),
        rev,
      })
}

/** Takes over all reactions to some messages as they were at the change `rev`. */
export function putReactions(
  reactions: Reactions,
  messages: readonly Message[],
  told: readonly MessageReactions[] | undefined,
  rev = 0,
): Reactions {
  if (told === undefined) {
    return reactions
  }
  const groups = new Map<string, ReactionGroups>()
  for (const { messageId, emoji, userIds } of told) {
    if (userIds.length > 0) {
      groups.set(messageId, [...(groups.get(messageId) ?? noReactions), { emoji, userIds }])
    }
  }
  const next = new Map(reactions)
  for (const { id } of messages) {
    next.set(id, { groups: groups.get(id) ?? noReactions, rev })
  }
  return next
}

/** Forgets the reactions to some messages: they were deleted or let go. */
export function dropReactions(
  reactions: Reactions,
  messages: readonly { readonly id: string }[],
): Reactions {
  const dropped = messages.filter(({ id }) => reactions.has(id))
  if (dropped.length === 0) {
    return reactions
  }
  const next = new Map(reactions)
  for (const { id } of dropped) {
    next.delete(id)
  }
  return next
}
