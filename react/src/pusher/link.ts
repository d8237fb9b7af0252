import type { Readable } from '../core/readable.js'
import type { LinkState } from '../core/transport.js'
import type { PusherConnectionLike } from './pusher-like.js'

/** Tells the state of a connection the app made. */
export function createLink(connection: PusherConnectionLike): Readable<LinkState> {
  return {
    get: () => toLinkState(connection.state),
    subscribe: (listener) => {
      const changed = () => {
        listener()
      }
      connection.bind('state_change', changed)
      return () => {
        connection.unbind('state_change', changed)
      }
    },
  }
}

function toLinkState(state: string): LinkState {
  switch (state) {
    case 'connected':
      return 'connected'
    case 'initialized':
    case 'connecting':
      return 'connecting'
    default:
      return 'down'
  }
}
