import { readHead, readLogEvent, type Head } from '../wire/log-event.js'
import { readCursors } from '../wire/people.js'
import { readPlainEvent } from '../wire/plain-event.js'
import type { RoomContext } from '../room/room-context.js'
import type { RoomChannel, RoomListener } from '../transport.js'
import type { Visibility } from '../entities.js'
import { mayBePresent } from '../view/access.js'
import { defaults } from '../defaults.js'
import { backoff } from '../time/backoff.js'
import { createTimer } from '../time/timer.js'

/** The room's channel: joined as soon as it is known where the room is published. */
export interface Subscription {
  /** Joins, or joins elsewhere, if the room's description asks for it, and is present where we may be. */
  readonly check: () => void
  /** Whether the room's events arrive. */
  readonly isLive: () => boolean
  readonly sendTyping: (active: boolean) => void
  /** Leaves and joins anew, because we may be let in where we were not. */
  readonly again: () => void
  readonly stop: () => void
}

/** What others want to know of the channel, besides the events of the log. */
export type SubscriptionHooks = Pick<
  RoomListener,
  'subscribed' | 'present' | 'arrived' | 'departed' | 'typing'
> & {
  /** Events have ceased to arrive. */
  readonly interrupted: () => void
  /** We may not listen, or not any more. */
  readonly barred: () => void
  /** Something happened that events did not bring. */
  readonly woken: () => void
}

export function createSubscription(context: RoomContext, hooks: SubscriptionHooks): Subscription {
  const { clock, realtime, roomId } = context
  const rejoin = createTimer(clock)
  let joined: { readonly visibility: Visibility; readonly channel: RoomChannel } | undefined
  let live = false
  let refusals = 0

  const interrupt = () => {
    if (live) {
      live = false
      hooks.interrupted()
    }
  }

  const unwatch = realtime.link.subscribe(() => {
    if (realtime.link.get() !== 'connected') {
      interrupt()
    }
  })

  const leave = () => {
    rejoin.clear()
    joined?.channel.leave()
    joined = undefined
    interrupt()
  }

  /** Who was let in again meanwhile joins again; a room that cannot be shown waits for that. */
  const returnIfShown = () => {
    if (context.state().failure === undefined) {
      again()
    } else {
      rejoin.set(defaults.rejoinBarred, returnIfShown)
    }
  }

  const check = () => {
    const visibility = context.state().log.content.room?.visibility
    if (visibility !== undefined && joined?.visibility !== visibility) {
      leave()
      joined = { visibility, channel: join(visibility) }
    }
    joined?.channel.setPresent(mayBePresent(context.state()))
  }

  const join = (visibility: Visibility): RoomChannel => {
    const listener: RoomListener = {
      ...hooks,
      subscribed: () => {
        live = true
        refusals = 0
        hooks.subscribed()
      },
      refused: (error) => {
        interrupt()
        if (error.retryable) {
          rejoin.set(Math.max(backoff(clock, refusals), error.retryAfterMs ?? 0), again)
          refusals += 1
        } else {
          hooks.barred()
          rejoin.set(defaults.rejoinBarred, returnIfShown)
        }
      },
      event: (name, data) => {
        receive(context, name, data, hooks.woken)
      },
    }
    return realtime.join({ roomId, visibility }, listener)
  }

  const again = () => {
    leave()
    check()
  }

  return {
    check,
    isLive: () => live,
    sendTyping: (active) => {
      joined?.channel.sendTyping(active)
    },
    again,
    stop: () => {
      unwatch()
      leave()
    },
  }
}

/** Turns what was published into an action; what makes no sense is left alone. */
function receive(context: RoomContext, name: string, data: unknown, woken: () => void): void {
  const { dispatch } = context
  switch (name) {
    case 'cursors': {
      const cursors = readCursors(data)
      if (cursors !== undefined) {
        dispatch({ kind: 'cursors', cursors })
      }
      return
    }
    case 'head': {
      const head = readHead(data)
      if (head !== undefined) {
        dispatch({ kind: 'head', head })
        if (isBehind(context, head)) {
          woken()
        }
      }
      return
    }
    default: {
      const event = readLogEvent(name, data)
      if (event === undefined) {
        receivePlain(context, name, data, woken)
      } else {
        dispatch({ kind: 'event', event })
        if (event.prev === 0 && isBehind(context, event)) {
          woken()
        }
      }
    }
  }
}

/** Whether a log begins, or ends, before what we know: the room may have been deleted and made anew. */
function isBehind({ state }: RoomContext, { rev, epoch }: Head): boolean {
  const { log } = state()
  return rev < log.rev && (epoch === undefined || epoch === log.epoch)
}

/** Shows a whole message at once; whatever else happened, or seems to be missing, is fetched. */
function receivePlain(
  { dispatch, state, roomId }: RoomContext,
  name: string,
  data: unknown,
  woken: () => void,
): void {
  const plain = readPlainEvent(name, data, roomId)
  if (plain === undefined) {
    return
  }
  const { stale, content } = state().log
  if (plain.kind === 'hint' || stale) {
    woken()
    return
  }
  const last = content.messages.at(-1)?.seq ?? 0
  dispatch({ kind: 'reply', message: plain.message })
  if (plain.message.seq > last + 1) {
    woken()
  }
}
