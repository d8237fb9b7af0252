import { toChatError } from '../chat-error.js'
import { defaults } from '../defaults.js'
import { lackingQuotes } from '../log/content.js'
import { roomEpochOf } from '../log/log-state.js'
import { findMessage, numbered } from '../log/messages.js'
import type { Effect } from '../room/effects.js'
import type { RoomContext } from '../room/room-context.js'
import { withDeadline } from '../time/deadline.js'
import { createTimer } from '../time/timer.js'

/** Loads the messages that replies quote and of which nobody told, one after the other. */
export interface QuoteLoading {
  readonly effect: Effect
  readonly stop: () => void
}

const attempted = 'load the quoted message'
const notFound = 404

export function createQuoteLoading(context: RoomContext): QuoteLoading {
  const { clock, backend, roomId, state, dispatch } = context
  const again = createTimer(clock)
  let isLoading = false
  let isStopped = false

  const load = async (id: string) => {
    const asked = roomEpochOf(state().log)
    const reading = backend.page(roomId, { aroundId: id, limit: 1 })
    const page = await withDeadline(clock, defaults.readTimeout, attempted, reading)
    if (roomEpochOf(state().log) === asked) {
      dispatch({ kind: 'quoted', id, message: findMessage(numbered(page.messages), id) })
    }
  }

  const check = () => {
    const { content, stale } = state().log
    const [id] = isStopped || stale || isLoading || again.isSet() ? [] : lackingQuotes(content)
    if (id === undefined) {
      return
    }
    isLoading = true
    const ended = () => {
      isLoading = false
    }
    load(id)
      .finally(ended)
      .then(check, (thrown: unknown) => {
        const { code } = toChatError(attempted, thrown)
        if (isStopped) {
          return
        }
        if (code === notFound) {
          dispatch({ kind: 'quoted', id, message: undefined })
          check()
        } else {
          again.set(defaults.pollDisconnected, check)
        }
      })
  }

  return {
    effect: {
      answers: ['event', 'snapshot', 'answer', 'page', 'reply', 'confirmed'],
      run: check,
    },
    stop: () => {
      isStopped = true
      again.clear()
    },
  }
}
