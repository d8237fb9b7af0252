import { toChatError } from '../chat-error.js'
import { defaults } from '../defaults.js'
import { isUntold, nextPageEnd } from '../log/content.js'
import { roomEpochOf } from '../log/log-state.js'
import type { RoomContext } from '../room/room-context.js'
import { withDeadline } from '../time/deadline.js'
import { createTimer } from '../time/timer.js'

const attempted = 'load older messages'

/** Makes a function that loads the next page of history, one at a time. */
export function createHistory({
  clock,
  state,
  dispatch,
  backend,
  roomId,
}: RoomContext): () => Promise<void> {
  let loading: Promise<void> | undefined

  const load = async (beforeSeq: number) => {
    dispatch({ kind: 'loading-older', loading: true })
    const asked = roomEpochOf(state().log)
    try {
      const reading = backend.page(roomId, { beforeSeq, limit: defaults.furtherPage })
      const page = await withDeadline(clock, defaults.readTimeout, attempted, reading)
      // The numbers of a page mean nothing in another epoch.
      if (roomEpochOf(state().log) === asked) {
        dispatch({ kind: 'page', page, beforeSeq })
      }
    } catch (thrown) {
      throw toChatError(attempted, thrown)
    } finally {
      loading = undefined
      dispatch({ kind: 'loading-older', loading: false })
    }
  }

  return () => {
    const { content, stale } = state().log
    const end = nextPageEnd(content)
    const isLacking = content.hasOlder || isUntold(content)
    if (loading === undefined && end !== undefined && isLacking && !stale) {
      loading = load(end)
    }
    return loading ?? Promise.resolve()
  }
}

/** Loads history until the reactions to all loaded messages are told. */
export interface ReactionLoading {
  readonly check: () => void
  readonly stop: () => void
}

export function createReactionLoading(
  { clock, state }: RoomContext,
  loadOlder: () => Promise<void>,
): ReactionLoading {
  const again = createTimer(clock)
  let isStopped = false

  const check = () => {
    const { content, stale } = state().log
    if (isStopped || stale || !isUntold(content)) {
      return
    }
    loadOlder().then(check, (thrown: unknown) => {
      if (!isStopped && toChatError(attempted, thrown).retryable) {
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
