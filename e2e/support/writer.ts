import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Addresses } from './addresses.js'
import { good, type Person } from './people.js'
import { openSql } from './sql.js'

/** Tries to store one message; a rejection leaves open whether it was stored. */
type Store = (id: string, content: string) => Promise<unknown>

/**
 * Writes messages one after the other, as a sender who never gives up: each is sent with the same id
 * until its storing was confirmed.
 */
export class Writer {
  /** The ids that the database confirmed, in the order they were written. */
  readonly confirmed: string[] = []
  /** How many tries ended without a confirmation. */
  failures = 0
  readonly #store: Store
  readonly #every: number
  readonly #close: () => Promise<void>
  #stopping = false
  readonly #done: Promise<void>

  private constructor(store: Store, every: number, close: () => Promise<void>) {
    this.#store = store
    this.#every = every
    this.#close = close
    this.#done = this.#write()
  }

  /** Writes by plain SQL, as another server of the app does. */
  static sql(addresses: Addresses, person: Person, room: string, every: number): Writer {
    const sql = openSql(addresses)
    return new Writer(
      (id, content) =>
        sql`insert into messages (id, room_id, user_id, content)
          values (${id}, ${room}, ${person.id}, ${content})`,
      every,
      () => sql.end({ timeout: 2 }),
    )
  }

  /** Writes through the API, as the app in a browser does. */
  static api(person: Person, room: string, every: number): Writer {
    return new Writer(
      async (id, content) =>
        good(
          await person.supabase
            .rpc('send_message', { id, room, content })
            .abortSignal(AbortSignal.timeout(5_000)),
        ),
      every,
      () => Promise.resolve(),
    )
  }

  /** Finishes the message at hand and writes no other. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#done
    await this.#close()
  }

  async #write(): Promise<void> {
    for (let n = 1; !this.#stopping; n++) {
      await this.#untilStored(randomUUID(), `message ${n}`)
      await pause(this.#every)
    }
  }

  async #untilStored(id: string, content: string): Promise<void> {
    for (;;) {
      try {
        await this.#store(id, content)
        this.confirmed.push(id)
        return
      } catch {
        this.failures++
        await pause(100)
      }
    }
  }
}
