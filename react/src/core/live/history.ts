import { toChatError } from '../chat-error.js'
import { defaults } from '../defaults.js'
import { roomEpochOf } from '../log/log-state.js'
import type { RoomContext } from '../room/room-context.js'
import { withDeadline } from '../time/deadline.js'

const attempted = 'load older messages'

/** Makes a function that loads the page before the window, one at a time. */
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
    const { hasOlder, messages } = state().log.content
    const first = messages[0]
    if (loading === undefined && hasOlder && first !== undefined && !state().log.stale) {
      loading = load(first.seq)
    }
    return loading ?? Promise.resolve()
  }
}
