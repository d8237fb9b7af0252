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
  /** Puts a subscriber among the present, or takes it from them. */
  readonly setPresent: (roomId: string, subscriber: Subscriber, present: boolean) => void
  readonly publish: (roomId: string, name: string, data: unknown) => void
  readonly typing: (roomId: string, from: Subscriber, active: boolean) => void
  /** Returns how many subscriptions a room has. */
  readonly count: (roomId: string) => number
}

export function createHub(): Hub {
  const rooms = new Map<string, Set<Subscriber>>()
  const presences = new Map<string, Set<Subscriber>>()
  const of = (all: Map<string, Set<Subscriber>>, roomId: string): Set<Subscriber> => {
    const subscribers = all.get(roomId) ?? new Set()
    all.set(roomId, subscribers)
    return subscribers
  }
  const inRoom = (roomId: string) => of(rooms, roomId)
  const presentIn = (roomId: string) => of(presences, roomId)
  const isPresent = (roomId: string, userId: string) =>
    [...presentIn(roomId)].some((subscriber) => subscriber.userId === userId)

  const appear = (roomId: string, subscriber: Subscriber) => {
    const present = presentIn(roomId)
    if (present.has(subscriber)) {
      return
    }
    const others = [...present]
    const isNew = !isPresent(roomId, subscriber.userId)
    present.add(subscriber)
    subscriber.present([...new Set([...present].map(({ userId }) => userId))])
    if (isNew) {
      for (const other of others) {
        other.arrived(subscriber.userId)
      }
    }
  }

  const disappear = (roomId: string, subscriber: Subscriber) => {
    if (presentIn(roomId).delete(subscriber) && !isPresent(roomId, subscriber.userId)) {
      for (const other of presentIn(roomId)) {
        other.departed(subscriber.userId)
      }
    }
  }

  return {
    add: (roomId, subscriber) => {
      inRoom(roomId).add(subscriber)
    },
    remove: (roomId, subscriber) => {
      disappear(roomId, subscriber)
      inRoom(roomId).delete(subscriber)
    },
    setPresent: (roomId, subscriber, present) => {
      if (present) {
        appear(roomId, subscriber)
      } else {
        disappear(roomId, subscriber)
      }
    },
    publish: (roomId, name, data) => {
      for (const subscriber of inRoom(roomId)) {
        subscriber.event(name, data)
      }
    },
    typing: (roomId, from, active) => {
      const present = presentIn(roomId)
      for (const other of present.has(from) ? present : []) {
        if (other !== from) {
          other.typing(from.userId, active)
        }
      }
    },
    count: (roomId) => inRoom(roomId).size,
  }
}
