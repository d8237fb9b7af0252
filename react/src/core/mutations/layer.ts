import type { Message } from '../entities.js'
import { sentAs } from '../log/messages.js'
import type { MessageChange } from '../room-view.js'
import { subjectOf } from './mutation.js'
import type { PendingMutation, PendingMutations } from './pending-mutations.js'

/** A message as the reader wants it, with what is under way or has failed. */
export interface Layered {
  readonly message: Message
  /** The latest change that was asked for. */
  readonly change?: MessageChange
}

/** What lies over the log's messages: changes that the server has not confirmed. */
export interface Layer {
  readonly over: (message: Message) => Layered
}

/** Makes a function that puts mutations over messages; the same ones give the same objects. */
export function createLayers(): (mutations: PendingMutations) => Layer {
  let before = new Map<
    string,
    { readonly message: Message; readonly changes: Changes; readonly layered: Layered }
  >()
  return (mutations) => {
    const changes = groupChanges(mutations)
    const known = before
    before = new Map()
    return {
      over: (message) => {
        const own = changes.get(sentAs(message))
        if (own === undefined) {
          return { message }
        }
        const same = known.get(sentAs(message))
        const kept =
          same?.message === message && isSame(same.changes, own)
            ? same
            : { message, changes: own, layered: layered(message, own) }
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

function isSame(some: Changes, others: Changes): boolean {
  return some.length === others.length && some.every((pending, at) => pending === others[at])
}

function layered(message: Message, changes: Changes): Layered {
  const last = changes.at(-1) ?? changes[0]
  return { message: changes.reduce(apply, message), change: toChange(last) }
}

/** What has failed is not shown as done. */
function apply(message: Message, { mutation, state, askedAt }: PendingMutation): Message {
  if (state.kind === 'failed' || mutation.kind === 'send') {
    return message
  }
  const at = new Date(askedAt).toISOString()
  if (mutation.kind === 'edit') {
    return message.content === mutation.content
      ? message
      : { ...message, content: mutation.content, editedAt: at }
  }
  return { ...message, content: '', attachments: null, metadata: null, deletedAt: at }
}

function toChange({ mutation, state }: PendingMutation): MessageChange {
  return {
    kind: mutation.kind === 'delete' ? 'delete' : 'edit',
    status: state.kind,
    ...(mutation.kind === 'edit' ? { content: mutation.content } : {}),
    ...(state.kind === 'failed' ? { error: state.error, retryable: state.error.retryable } : {}),
  }
}
