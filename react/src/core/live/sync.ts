import { toChatError, type ChatError } from '../chat-error.js'
import type { Invitation } from '../entities.js'
import { defaults } from '../defaults.js'
import { isBehind, type LogState } from '../log/log-state.js'
import type { RoomContext } from '../room/room-context.js'
import { backoff } from '../time/backoff.js'
import { withDeadline } from '../time/deadline.js'
import { createTimer } from '../time/timer.js'
import { outsider } from '../view/access.js'

/** Keeps the log level with the server by asking for what events did not bring. */
export interface Sync {
  /** Asks now, or right after the request that is under way. */
  readonly refresh: () => void
  /** Asks after a refusal, too, because what it depends on may have changed. */
  readonly reconsider: () => void
  /** Looks at the log after it changed: a hole is waited on shortly, then fetched. */
  readonly check: () => void
  /** Waits anew for the next look at the head, after how long to wait has changed. */
  readonly rearm: () => void
  /** Gives up everything under way; late answers are ignored. */
  readonly stop: () => void
}

export interface SyncHooks {
  /** Everything the server knew when it was last asked has been applied. */
  readonly level: () => void
  /** Milliseconds until the head is looked at again. */
  readonly pollAfter: () => number
}

const attempted = 'load the room'

export function createSync(context: RoomContext, hooks: SyncHooks): Sync {
  const { clock, dispatch, environment } = context
  const [retry, gap, poll] = [createTimer(clock), createTimer(clock), createTimer(clock)]
  /** The request under way; an answer to any other is ignored. */
  let asking: object | undefined
  let again = false
  let failures = 0
  /** How often in a row we were asked to sign in. */
  let unauthorized = 0
  let stalls = 0
  const log = () => context.state().log

  const run = () => {
    for (const timer of [retry, gap, poll]) {
      timer.clear()
    }
    if (asking !== undefined) {
      again = true
      return
    }
    const own = {}
    const before = log()
    asking = own
    again = false
    const ended = (next: () => void) => {
      if (asking === own) {
        asking = undefined
        next()
      }
    }
    const isWanted = () => asking === own
    ask(context, before, isWanted).then(
      () => {
        ended(() => {
          failures = 0
          unauthorized = 0
          proceed(before)
        })
      },
      async (thrown: unknown) => {
        const error = toChatError(attempted, thrown)
        const invitation =
          error.hint === outsider ? await findInvitation(context).catch(() => undefined) : undefined
        ended(() => {
          recover(error, invitation)
        })
      },
    )
  }

  const proceed = (before: LogState) => {
    const now = log()
    if (now.stale) {
      stall()
    } else if (isBehind(now)) {
      if (before.stale || now.rev > before.rev || again) {
        run()
      } else if (highestKnown(before) > now.rev) {
        stall()
      } else {
        check()
      }
    } else if (again) {
      run()
    } else {
      stalls = before.stale ? stalls : 0
      level()
    }
  }

  const level = () => {
    hooks.level()
    if (!poll.isSet()) {
      waitForPoll()
    }
  }

  /** An answer that led nowhere: the first time at once, then with growing waits, then anew. */
  const stall = () => {
    stalls += 1
    if (stalls > defaults.stalledAnswers) {
      stalls = 0
      dispatch({ kind: 'reload' })
    }
    const wait = log().stale && stalls <= 1 ? 0 : defaults.stalledMin * 2 ** (stalls - 1)
    retry.set(Math.min(wait, defaults.stalledMax), run)
  }

  /** A session that is just being renewed is answered 401 a few times and then works again. */
  const isBeingRenewed = ({ code }: ChatError) => {
    unauthorized += code === 401 ? 1 : 0
    return code === 401 && context.state().me.id !== '' && unauthorized <= defaults.renewalTries
  }

  const recover = (error: ChatError, invitation: Invitation | undefined) => {
    if (!error.retryable && !isBeingRenewed(error)) {
      dispatch({ kind: 'failed', error, invitation })
      return
    }
    retry.set(Math.max(backoff(clock, failures), error.retryAfterMs ?? 0), run)
    failures += 1
  }

  const waitForPoll = () => {
    poll.set(hooks.pollAfter(), () => {
      if (environment.visible.get()) {
        run()
      } else {
        waitForPoll()
      }
    })
  }

  const check = () => {
    const now = log()
    if (context.state().failure !== undefined || asking !== undefined || retry.isSet()) {
      return
    }
    if (now.stale || now.wanted > now.rev) {
      run()
    } else if (now.held.length === 0) {
      if (gap.isSet()) {
        gap.clear()
        level()
      }
    } else if (!gap.isSet()) {
      gap.set(defaults.gapWait, run)
    }
  }

  return {
    refresh: () => {
      if (context.state().failure === undefined) {
        run()
      }
    },
    reconsider: run,
    check,
    rearm: () => {
      if (poll.isSet()) {
        waitForPoll()
      }
    },
    stop: () => {
      asking = undefined
      for (const timer of [retry, gap, poll]) {
        timer.clear()
      }
    },
  }
}

/** Asks whether we are invited to the room that we may not see. */
function findInvitation({ clock, backend, roomId }: RoomContext): Promise<Invitation | undefined> {
  return withDeadline(clock, defaults.readTimeout, attempted, backend.invitation(roomId))
}

/** Reads what the log lacks: everything anew if it is stale, else what came after it. */
async function ask(
  { clock, dispatch, backend, roomId }: RoomContext,
  { stale, rev }: LogState,
  isWanted: () => boolean,
): Promise<void> {
  const within = <T>(reading: Promise<T>) =>
    withDeadline(clock, defaults.readTimeout, attempted, reading)
  if (stale) {
    const snapshot = await within(backend.snapshot(roomId, defaults.firstPage))
    if (isWanted()) {
      dispatch({ kind: 'snapshot', snapshot })
    }
  } else {
    const answer = await within(backend.changes(roomId, rev, defaults.changesPage))
    if (isWanted()) {
      dispatch({ kind: 'answer', answer })
    }
  }
}

function highestKnown({ wanted, held }: LogState): number {
  return Math.max(wanted, held.at(-1)?.rev ?? 0)
}
