import { defaults } from '../defaults.js'
import { createReadTracking, type ReadTracking } from './read-tracking.js'
import { createConnection } from './connection.js'
import { createCursorSender } from './cursor-sender.js'
import { createQuoteLoading } from './quote-loading.js'
import { createReactionLoading } from './reaction-loading.js'
import { createMuting } from './muting.js'
import { createOwnTyping, type OwnTyping } from './own-typing.js'
import { createPresence } from './presence.js'
import { createSubscription } from './subscription.js'
import { createSync } from './sync.js'
import { createTypingUsers } from './typing-users.js'
import { createTimer } from '../time/timer.js'
import type { Effect } from '../room/effects.js'
import type { RoomContext } from '../room/room-context.js'

/** A room while somebody holds it: joined, kept level, telling what we do. */
export interface LiveRoom {
  readonly readTracking: ReadTracking
  readonly ownTyping: OwnTyping
  /** We have become a member: the room is read, and its channels are joined, anew. */
  readonly entered: () => void
  readonly effects: readonly Effect[]
  readonly stop: () => void
}

export function startLiveRoom(context: RoomContext, loadLacking: () => Promise<void>): LiveRoom {
  const { clock, environment, realtime, roomId, state } = context
  const spread = createTimer(clock)
  let hiddenAt: number | undefined
  let wasLive = false

  /** Everybody lost the same link: not everybody should ask in the same moment. */
  const refreshSoon = () => {
    spread.set(clock.random() * defaults.reconnectSpread, sync.refresh)
  }

  const connection = createConnection(context)
  const sync = createSync(context, {
    level: () => {
      if (subscription.isLive() && !spread.isSet()) {
        connection.good()
      }
    },
    pollAfter: () => (subscription.isLive() ? defaults.pollConnected : defaults.pollDisconnected),
  })
  const presence = createPresence(context)
  const typingUsers = createTypingUsers(context)
  const subscription = createSubscription(context, {
    subscribed: () => {
      if (wasLive) {
        refreshSoon()
      } else {
        wasLive = true
        sync.refresh()
      }
    },
    interrupted: () => {
      connection.bad()
      typingUsers.dropAll()
      presence.unknown()
      sync.rearm()
    },
    // Whether the room may still be read, the database knows.
    barred: sync.refresh,
    woken: sync.refresh,
    present: (userIds) => {
      presence.present(userIds)
      ownTyping.repeat()
    },
    arrived: (userId) => {
      presence.arrived(userId)
      ownTyping.repeat()
    },
    departed: (userId) => {
      typingUsers.drop(userId)
      presence.departed(userId)
    },
    typing: typingUsers.report,
  })
  const ownTyping = createOwnTyping(context, subscription.sendTyping)
  const cursors = createCursorSender(context)
  const readTracking = createReadTracking(context, cursors)

  const entered = () => {
    sync.reconsider()
    subscription.again()
  }

  /** What was refused is asked for again when the person comes back to it: they may have signed in elsewhere. */
  const reconsiderIfRefused = () => {
    if (state().failure !== undefined) {
      sync.reconsider()
    }
  }

  const stopWatching = [
    realtime.added?.((addedTo) => {
      if (addedTo === roomId) {
        entered()
      }
    }),
    environment.online.subscribe(() => {
      if (environment.online.get()) {
        reconsiderIfRefused()
        refreshSoon()
      }
    }),
    environment.visible.subscribe(() => {
      if (!environment.visible.get()) {
        hiddenAt = clock.now()
        ownTyping.stop()
        cursors.flush()
        return
      }
      reconsiderIfRefused()
      if (hiddenAt !== undefined && clock.now() - hiddenAt >= defaults.hiddenBeforeFetch) {
        sync.refresh()
      }
    }),
  ]
  const muting = createMuting(context)
  const reactionLoading = createReactionLoading(context, loadLacking)
  const quoteLoading = createQuoteLoading(context)
  subscription.check()
  sync.refresh()

  return {
    readTracking,
    ownTyping,
    entered,
    effects: [
      {
        answers: ['event', 'snapshot', 'answer', 'reload', 'failed', 'muted'],
        run: subscription.check,
      },
      { answers: ['event', 'head', 'snapshot', 'answer', 'page', 'reload'], run: sync.check },
      {
        answers: [
          'event',
          'cursors',
          'snapshot',
          'answer',
          'page',
          'reply',
          'confirmed',
          'asked',
          'read',
          'cleared-divider',
          'watched',
          'loading',
          'found',
          'latest',
        ],
        run: readTracking.check,
      },
      { answers: ['event', 'snapshot', 'answer'], run: muting.check },
      { answers: ['snapshot'], run: reactionLoading.check },
      quoteLoading.effect,
    ],
    stop: () => {
      for (const stop of stopWatching) {
        stop?.()
      }
      spread.clear()
      ownTyping.stop()
      readTracking.stop()
      muting.stop()
      reactionLoading.stop()
      quoteLoading.stop()
      cursors.stop()
      subscription.stop()
      sync.stop()
      typingUsers.dropAll()
      presence.stop()
      connection.stop()
    },
  }
}
