import { defaults } from '../defaults.js'
import { roomEpochOf } from '../log/log-state.js'
import { lastByOthers } from '../room/divider.js'
import type { RoomContext } from '../room/room-context.js'
import type { ViewportState } from '../room-store.js'
import { createTimer } from '../time/timer.js'
import type { CursorSender } from './cursor-sender.js'

/** Decides what the reader has read, from what is in view. Only messages of others count. */
export interface ReadTracking {
  readonly seen: (viewport: ViewportState) => void
  readonly markRead: () => void
  /** Looks at the messages after they changed. */
  readonly check: () => void
  readonly stop: () => void
}

const unseen: ViewportState = { visible: false, focused: false, atEnd: false }

export function createReadTracking(context: RoomContext, cursors: CursorSender): ReadTracking {
  const { clock, state, dispatch } = context
  const dwell = createTimer(clock)
  let viewport = unseen
  /** The least that was in view since the dwell time began. */
  let least = Infinity
  let epoch = roomEpochOf(state().log)

  /** The end of a stretch is not the end of the conversation. */
  const isAtEnd = () => viewport.atEnd && state().log.content.stretch === undefined

  const isAttentive = () => viewport.visible && viewport.focused

  const isMember = () => {
    const { log, me } = state()
    const own = log.content.members.get(me.id)
    return own !== undefined && own.leftAt === undefined
  }

  const readUpTo = (seq: number) => {
    const { log, me, readSeq } = state()
    const { messages, stretch } = log.content
    const read =
      lastByOthers(messages, me.id, seq) ?? lastByOthers(stretch?.messages ?? [], me.id, seq)
    if (read !== undefined && read.seq > readSeq && isMember()) {
      dispatch({ kind: 'read', seq: read.seq })
      cursors.read(read.seq)
    }
  }

  const watch = () => {
    if (!isAttentive()) {
      dwell.clear()
      if (state().divider.kind === 'none') {
        dispatch({ kind: 'blurred' })
      }
      return
    }
    if (isAtEnd()) {
      dwell.clear()
      dispatch({ kind: 'watched' })
      readUpTo(Infinity)
      return
    }
    const seq = viewport.lastVisibleSeq ?? 0
    if (dwell.isSet()) {
      least = Math.min(least, seq)
    } else if (seq > state().readSeq) {
      least = seq
      dwell.set(defaults.readDwell, () => {
        readUpTo(least)
        if ((viewport.lastVisibleSeq ?? 0) > least) {
          watch()
        }
      })
    }
  }

  return {
    seen: (next) => {
      const wasAttentive = isAttentive()
      viewport = next
      if (wasAttentive && !isAttentive()) {
        dispatch({ kind: 'blurred' })
        cursors.flush()
      }
      watch()
    },
    markRead: () => {
      readUpTo(Infinity)
      dispatch({ kind: 'cleared-divider' })
    },
    check: () => {
      const { log, me } = state()
      if (roomEpochOf(log) !== epoch) {
        epoch = roomEpochOf(log)
        cursors.reset()
      }
      if (isMember()) {
        cursors.delivered(lastByOthers(log.content.messages, me.id, Infinity)?.seq ?? 0)
      }
      if (isAtEnd() || !isAttentive()) {
        watch()
      }
      if (isAtEnd() && !state().loading.has('older')) {
        dispatch({ kind: 'trimmed' })
      }
    },
    stop: () => {
      viewport = unseen
      dwell.clear()
    },
  }
}
