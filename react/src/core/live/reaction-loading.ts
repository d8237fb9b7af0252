import { toChatError } from '../chat-error.js'
import { defaults } from '../defaults.js'
import { isUntold } from '../log/content.js'
import type { RoomContext } from '../room/room-context.js'
import { createTimer } from '../time/timer.js'

/** Loads history until the reactions to all loaded messages are told. */
export interface ReactionLoading {
  readonly check: () => void
  readonly stop: () => void
}

export function createReactionLoading(
  { clock, state }: RoomContext,
  loadLacking: () => Promise<void>,
): ReactionLoading {
  const again = createTimer(clock)
  let isStopped = false

  const check = () => {
    const { content, stale } = state().log
    if (isStopped || stale || !isUntold(content)) {
      return
    }
    loadLacking().then(check, (thrown: unknown) => {
      if (!isStopped && toChatError('load the reactions', thrown).retryable) {
        again.set(defaults.pollDisconnected, check)
      }
    })
  }

  return {
    check,
    stop: () => {
      isStopped = true
      again.clear()
    },
  }
}
