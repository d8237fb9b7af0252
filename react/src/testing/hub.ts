/** Somebody's subscription to a room, as the server sees it. */
export interface Subscriber {
  readonly userId: string
  readonly event: (name: string, data: unknown) => void
  readonly present: (userIds: readonly string[]) => void
  readonly arrived: (userId: string) => void
  readonly departed: (userId: string) => void
  readonly typing: (userId: string, active: boolean) => void
}

/** Passes events on to whoever is subscribed; several subscriptions of a user are one presence. */
export interface Hub {
  readonly add: (roomId: string, subscriber: Subscriber) => void
  readonly remove: (roomId: string, subscriber: Subscriber) => void
  readonly publish: (roomId: string, name: string, data: unknown) => void
  readonly typing: (roomId: string, from: Subscriber, active: boolean) => void
  /** Returns how many subscriptions a room has. */
  readonly count: (roomId: string) => number
}

export function createHub(): Hub {
  const rooms = new Map<string, Set<Subscriber>>()
  const inRoom = (roomId: string): Set<Subscriber> => {
    const subscribers = rooms.get(roomId) ?? new Set()
    rooms.set(roomId, subscribers)
    return subscribers
  }
  const isPresent = (roomId: string, userId: string) =>
    [...inRoom(roomId)].some((subscriber) => subscriber.userId === userId)

  return {
    add: (roomId, subscriber) => {
      const others = [...inRoom(roomId)]
      const isNew = !isPresent(roomId, subscriber.userId)
      inRoom(roomId).add(subscriber)
      subscriber.present([...new Set([...inRoom(roomId)].map(({ userId }) => userId))])
      if (isNew) {
        for (const other of others) {
          other.arrived(subscriber.userId)
        }
      }
    },
    remove: (roomId, subscriber) => {
      if (inRoom(roomId).delete(subscriber) && !isPresent(roomId, subscriber.userId)) {
        for (const other of inRoom(roomId)) {
          other.departed(subscriber.userId)
        }
      }
    },
    publish: (roomId, name, data) => {
      for (const subscriber of inRoom(roomId)) {
        subscriber.event(name, data)
      }
    },
    typing: (roomId, from, active) => {
      for (const other of inRoom(roomId)) {
        if (other !== from) {
          other.typing(from.userId, active)
        }
      }
    },
    count: (roomId) => inRoom(roomId).size,
  }
}
