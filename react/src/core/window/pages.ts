import { toChatError } from '../chat-error.js'
import { defaults } from '../defaults.js'
import { isUntold, nextPageEnd, shownOf } from '../log/content.js'
import { roomEpochOf } from '../log/log-state.js'
import type { Edge } from '../log/stretch.js'
import type { RoomContext } from '../room/room-context.js'
import { withDeadline } from '../time/deadline.js'
import type { PageRequest } from '../transport.js'

/** What failed, as errors say it. */
const attempts = {
  older: 'load older messages',
  newer: 'load newer messages',
  around: 'load the messages around another',
} as const

/** Reads pages of history; those at one edge one at a time. Every function rejects with a `ChatError`. */
export interface Pages {
  /** Loads the messages before those that are shown. */
  readonly loadOlder: () => Promise<void>
  /** Loads the messages after those that are shown, where these are not the newest. */
  readonly loadNewer: () => Promise<void>
  /** Loads what the window lacks: reactions that were never told, or the messages before it. */
  readonly loadLacking: () => Promise<void>
  /** Loads a message with those before and after it. */
  readonly loadAround: (id: string) => Promise<void>
}

export function createPages({ clock, state, dispatch, backend, roomId }: RoomContext): Pages {
  const loading = new Map<Edge, Promise<void>>()

  const load = async (attempted: string, request: PageRequest) => {
    const asked = roomEpochOf(state().log)
    try {
      const reading = backend.page(roomId, request)
      const page = await withDeadline(clock, defaults.readTimeout, attempted, reading)
      // The numbers of a page mean nothing in another epoch.
      if (roomEpochOf(state().log) === asked) {
        dispatch({ kind: 'page', page, request })
      }
    } catch (thrown) {
      throw toChatError(attempted, thrown)
    }
  }

  const loadAt = async (edge: Edge, request: PageRequest) => {
    dispatch({ kind: 'loading', edge, loading: true })
    try {
      await load(attempts[edge], request)
    } finally {
      loading.delete(edge)
      dispatch({ kind: 'loading', edge, loading: false })
    }
  }

  const oneAt = (edge: Edge, request: PageRequest | undefined) => {
    const isWanted = request !== undefined && !state().log.stale
    if (isWanted && !loading.has(edge)) {
      loading.set(edge, loadAt(edge, request))
    }
    return loading.get(edge) ?? Promise.resolve()
  }

  const limit = defaults.furtherPage

  const loadLacking = () => {
    const { content } = state().log
    const beforeSeq = nextPageEnd(content)
    const isLacking = content.hasOlder || isUntold(content)
    return oneAt('older', isLacking && beforeSeq !== undefined ? { beforeSeq, limit } : undefined)
  }

  return {
    loadLacking,
    loadOlder: () => {
      const { stretch } = state().log.content
      const beforeSeq = stretch?.messages[0]?.seq
      if (beforeSeq === undefined) {
        return loadLacking()
      }
      return oneAt('older', stretch?.hasOlder === true ? { beforeSeq, limit } : undefined)
    },
    loadNewer: () => {
      const { hasNewer, messages } = shownOf(state().log.content)
      const afterSeq = messages.at(-1)?.seq
      return oneAt('newer', hasNewer && afterSeq !== undefined ? { afterSeq, limit } : undefined)
    },
    loadAround: (aroundId) => load(attempts.around, { aroundId, limit }),
  }
}
