import type { RoomAddress, RoomChannel, RoomListener } from '../core/transport.js'
import { createBindings } from './bindings.js'
import { messagesChannel } from './messages-channel.js'
import type { SharedChannel, SharedChannels } from './shared-channels.js'
import { readMemberId, readMemberIds, readOwnId, readRefusal, readSender } from './wire.js'

const typingEvent = 'client-typing'
const typingStoppedEvent = 'client-typing-stopped'
const cursorsEvent = 'cursors'

/** Listens to a room's messages and, once told to be present, to who is there. */
export function joinRoom(
  channels: SharedChannels,
  address: RoomAddress,
  listener: RoomListener,
  encrypted: boolean,
): RoomChannel {
  const messages = channels.acquire(messagesChannel(address, encrypted))
  const leaveMessages = listenToMessages(messages, listener)
  let presence: JoinedPresence | undefined

  const leavePresence = () => {
    presence?.leave()
    presence = undefined
  }

  return {
    setPresent: (present) => {
      if (present) {
        presence ??= joinPresence(channels.acquire(`presence-room-${address.roomId}`), listener)
      } else if (presence !== undefined) {
        leavePresence()
        listener.present([])
      }
    },
    sendTyping: (active) => presence?.sendTyping(active),
    leave: () => {
      leaveMessages()
      leavePresence()
    },
  }
}

interface JoinedPresence {
  readonly sendTyping: (active: boolean) => void
  readonly leave: () => void
}

function joinPresence(presence: SharedChannel, listener: RoomListener): JoinedPresence {
  const { channel } = presence
  return {
    leave: listenToPresence(presence, listener),
    sendTyping: (active) => {
      const user_id = readOwnId(channel.members)
      if (channel.subscribed) {
        channel.trigger(
          active ? typingEvent : typingStoppedEvent,
          user_id === undefined ? {} : { user_id },
        )
      }
    },
  }
}

function listenToMessages({ channel, release }: SharedChannel, listener: RoomListener): () => void {
  const bindings = createBindings(channel)
  bindings.on('pusher:subscription_succeeded', () => {
    listener.subscribed()
  })
  bindings.on('pusher:subscription_error', (data) => {
    // After a subscription that had succeeded it is the server that has ended it.
    channel.disconnect()
    listener.refused(readRefusal(data))
  })
  bindings.onAny((event, data) => {
    // Members can forge client events, so none may pass for an event of the room.
    if (!event.startsWith('pusher:') && !event.startsWith('client-')) {
      listener.event(event, data)
    }
  })
  return whenSubscribed({ channel, release }, bindings.clear, listener.subscribed)
}

function listenToPresence({ channel, release }: SharedChannel, listener: RoomListener): () => void {
  const bindings = createBindings(channel)
  const present = () => {
    listener.present(readMemberIds(channel.members))
  }
  const onMember = (event: string, tell: (userId: string) => void) => {
    bindings.on(event, (member) => {
      const userId = readMemberId(member)
      if (userId !== undefined) {
        tell(userId)
      }
    })
  }
  const onTyping = (event: string, active: boolean) => {
    bindings.on(event, (_data, metadata) => {
      const userId = readSender(metadata)
      if (userId !== undefined) {
        listener.typing(userId, active)
      }
    })
  }
  bindings.on('pusher:subscription_succeeded', present)
  bindings.on('pusher:subscription_error', (data) => {
    channel.disconnect()
    const error = readRefusal(data)
    // A room works without presence: where a channel takes no more members, for one.
    if (error.retryable) {
      listener.refused(error)
    } else {
      listener.present([])
    }
  })
  // Who reads how far is told only where participants are: on this channel in a public room.
  bindings.on(cursorsEvent, (data) => {
    listener.event(cursorsEvent, data)
  })
  onMember('pusher:member_added', listener.arrived)
  onMember('pusher:member_removed', listener.departed)
  onTyping(typingEvent, true)
  onTyping(typingStoppedEvent, false)
  return whenSubscribed({ channel, release }, bindings.clear, present)
}

/** Tells of a subscription that was there before us, after the caller is done joining. */
function whenSubscribed(
  { channel, release }: SharedChannel,
  clear: () => void,
  tell: () => void,
): () => void {
  let joined = true
  if (channel.subscribed) {
    queueMicrotask(() => {
      if (joined) {
        tell()
      }
    })
  }
  return () => {
    joined = false
    clear()
    release()
  }
}
