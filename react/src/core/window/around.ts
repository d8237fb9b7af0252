import { ChatError, errorCodes } from '../chat-error.js'
import { isBehind } from '../log/log-state.js'
import { findLoaded } from '../log/content.js'
import type { Effect } from '../room/effects.js'
import type { RoomContext } from '../room/room-context.js'
import type { Pages } from './pages.js'

/** Brings the part of the history with a certain message before the reader. */
export interface Around {
  /**
   * Resolves once the message is shown, or another was asked for; rejects with a `ChatError`. While the
   * room is not loaded it waits.
   */
  readonly show: (id: string) => Promise<void>
  /** Forgets what was asked for. */
  readonly cancel: () => void
  /** Goes on when the log is level. */
  readonly effect: Effect
}

/** A page may be ahead of the log, which may be loaded anew: so often one looks again. */
const tries = 3

export function createAround({ state, dispatch }: RoomContext, pages: Pages): Around {
  let waiting: (() => void)[] = []
  /** The latest message asked for. */
  let asked: object | undefined

  const isLevel = () => !state().log.stale && !isBehind(state().log)

  const level = async () => {
    while (!isLevel()) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
      })
    }
  }

  /** Looks at a message if it is loaded. */
  const find = (id: string) => {
    const isLoaded = findLoaded(state().log.content, id) !== undefined
    if (isLoaded) {
      dispatch({ kind: 'found', id })
    }
    return isLoaded
  }

  return {
    show: async (id) => {
      const own = {}
      asked = own
      for (let count = 0; count < tries && asked === own; count += 1) {
        if (find(id)) {
          return
        }
        await level()
        if (asked === own && findLoaded(state().log.content, id) === undefined) {
          await pages.loadAround(id)
        }
      }
      if (asked === own && !find(id)) {
        throw new ChatError('show the message', 'the room changed too fast', {
          code: errorCodes.stale,
          retryable: true,
        })
      }
    },
    cancel: () => {
      asked = undefined
    },
    effect: {
      answers: ['snapshot', 'answer', 'event'],
      run: () => {
        if (waiting.length > 0 && isLevel()) {
          const going = waiting
          waiting = []
          going.forEach((go) => {
            go()
          })
        }
      },
    },
  }
}
