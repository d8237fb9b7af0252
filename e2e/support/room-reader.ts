import type Pusher from 'pusher-js'
import { isObject } from './recording-client.js'
import { good, type Person } from './people.js'
import type { RoomChanges } from './schema.js'

/** One message as it was put on the screen. */
export interface Shown {
  readonly rev: number
  readonly id: string
}

/**
 * The least client that is lossless: it follows a room's numbers and fetches what is missing.
 *
 * An event with the next number is applied, one with a known number dropped, and a later one starts
 * a fetch of the changes after the last applied number. So does every subscription.
 */
export class RoomReader {
  /** What was shown, in the order of showing. */
  readonly shown: Shown[] = []
  /** How many messages came over the channel itself, and not by a fetch. */
  live = 0
  readonly #person: Person
  readonly #room: string
  readonly #stop = new AbortController()
  #have = 0
  #fetching = false

  constructor(person: Person, room: string, pusher: Pusher) {
    this.#person = person
    this.#room = room
    const channel = pusher.subscribe(`private-room-${room}`)
    channel.bind_global((event: string, data: unknown) => {
      if (event === 'pusher:subscription_succeeded') {
        this.#fetch()
      } else if (isObject(data) && typeof data['rev'] === 'number') {
        this.#take(event, data['rev'], data)
      }
    })
  }

  /** The number of the last change that was applied. */
  get have(): number {
    return this.#have
  }

  stop(): void {
    this.#stop.abort()
  }

  #take(event: string, rev: number, data: Record<string, unknown>): void {
    if (rev === this.#have + 1 && event !== 'head' && data['fetch'] !== true) {
      this.#apply(event, rev, data)
      this.live += event === 'new-message' ? 1 : 0
    } else if (rev > this.#have) {
      this.#fetch()
    }
  }

  #apply(kind: string, rev: number, data: Record<string, unknown>): void {
    this.#have = rev
    if (kind === 'new-message') {
      this.shown.push({ rev, id: String(data['id']) })
    }
  }

  #fetch(): void {
    if (!this.#fetching) {
      this.#fetching = true
      void this.#catchUp().finally(() => {
        this.#fetching = false
      })
    }
  }

  async #catchUp(): Promise<void> {
    let head = Infinity
    while (this.#have < head && !this.#stop.signal.aborted) {
      const changes = await this.#changes()
      if (changes === undefined) {
        return // the next subscription or head starts over
      }
      head = changes.head
      for (const { data, kind, rev } of changes.items) {
        if (rev === this.#have + 1) {
          this.#apply(kind, rev, data)
        }
      }
      if (changes.reset) {
        throw new Error('the log behind the reader is gone')
      }
    }
  }

  async #changes(): Promise<RoomChanges | undefined> {
    try {
      return good(
        await this.#person.supabase
          .rpc('room_changes', { room: this.#room, after_rev: this.#have, limit: 200 })
          .abortSignal(this.#stop.signal),
      )
    } catch {
      return undefined
    }
  }
}
