import type { Message } from '../entities.js'
import { given } from '../given.js'
import { emptied, sentAs } from '../log/messages.js'
import { noReactions, setReaction, type ReactionGroups } from '../log/reactions.js'
import type { MessageChange } from '../room-view.js'
import { subjectOf } from './mutation.js'
import type { PendingMutation, PendingMutations } from './pending-mutations.js'

/** A message as the reader wants it, with what is under way or has failed. */
export interface Layered {
  readonly message: Message
  readonly reactions: ReactionGroups
  readonly isPinned: boolean
  /** The latest change that is to be told of. */
  readonly change?: MessageChange
}

/** What lies over the log's messages: changes that the server has not confirmed. */
export interface Layer {
  readonly over: (message: Message, reactions?: ReactionGroups, isPinned?: boolean) => Layered
}

interface Kept {
  readonly below: Omit<Layered, 'change'>
  readonly changes: Changes
  readonly layered: Layered
}

/** Makes a function that puts a user's mutations over messages; the same ones give the same objects. */
export function createLayers(): (mutations: PendingMutations, userId: string) => Layer {
  let before = new Map<string, Kept>()
  return (mutations, userId) => {
    const changes = groupChanges(mutations)
    const known = before
    before = new Map()
    return {
      over: (message, reactions = noReactions, isPinned = false) => {
        const below = { message, reactions, isPinned }
        const own = changes.get(sentAs(message))
        if (own === undefined) {
          return below
        }
        const same = known.get(sentAs(message))
        const kept =
          same !== undefined && isSameBelow(same.below, below) && isSame(same.changes, own)
            ? same
            : { below, changes: own, layered: layered(below, own, userId) }
        before.set(sentAs(message), kept)
        return kept.layered
      },
    }
  }
}

type Changes = readonly [PendingMutation, ...PendingMutation[]]

function groupChanges(mutations: PendingMutations): ReadonlyMap<string, Changes> {
  const changes = new Map<string, Changes>()
  for (const pending of mutations) {
    if (pending.mutation.kind !== 'send') {
      const subject = subjectOf(pending.mutation)
      const [first, ...others] = changes.get(subject) ?? []
      changes.set(subject, first === undefined ? [pending] : [first, ...others, pending])
    }
  }
  return changes
}

function isSameBelow(one: Kept['below'], other: Kept['below']): boolean {
  return (
    one.message === other.message &&
    one.reactions === other.reactions &&
    one.isPinned === other.isPinned
  )
}

function isSame(some: Changes, others: Changes): boolean {
  return some.length === others.length && some.every((pending, at) => pending === others[at])
}

function layered(
  { message, reactions, isPinned }: Kept['below'],
  changes: Changes,
  userId: string,
): Layered {
  // What has failed is not shown as done.
  const shown = changes.filter(({ state }) => state.kind !== 'failed')
  return {
    message: shown.reduce(apply, message),
    reactions: shown.reduce((groups, pending) => react(groups, pending, userId), reactions),
    isPinned: shown.reduce(pin, isPinned),
    ...given({ change: changes.map(toChange).findLast((change) => change !== undefined) }),
  }
}

function apply(message: Message, { mutation, askedAt }: PendingMutation): Message {
  const at = new Date(askedAt).toISOString()
  if (mutation.kind === 'edit') {
    return message.content === mutation.content
      ? message
      : { ...message, content: mutation.content, editedAt: at }
  }
  return mutation.kind === 'delete' ? emptied(message, at) : message
}

function react(groups: ReactionGroups, { mutation }: PendingMutation, userId: string) {
  return 'emoji' in mutation
    ? setReaction(groups, { emoji: mutation.emoji, userId, isOn: mutation.kind === 'react' })
    : groups
}

function pin(isPinned: boolean, { mutation }: PendingMutation): boolean {
  return mutation.kind === 'pin' || (mutation.kind !== 'unpin' && isPinned)
}

/** Reactions and pins show by themselves: only that one failed has to be told. */
function toChange({ mutation, state }: PendingMutation): MessageChange | undefined {
  const isTold = mutation.kind === 'edit' || mutation.kind === 'delete' || state.kind === 'failed'
  if (mutation.kind === 'send' || state.kind === 'done' || !isTold) {
    return undefined
  }
  return {
    kind: mutation.kind,
    status: state.kind,
    ...(mutation.kind === 'edit' ? { content: mutation.content } : {}),
    ...('emoji' in mutation ? { emoji: mutation.emoji } : {}),
    ...(state.kind === 'failed' ? { error: state.error, retryable: state.error.retryable } : {}),
  }
}
