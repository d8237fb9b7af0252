import { setTimeout as pause } from 'node:timers/promises'

/** A condition that did not come true in its time. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong'
}

/**
 * Asks `read` again and again until it gives something other than undefined or false.
 *
 * @param what what is waited for, as it completes the sentence "waited 5000 ms for …"
 * @param detail adds what is known when the wait fails
 */
export async function until<T>(
  what: string,
  read: () => T | undefined | false | Promise<T | undefined | false>,
  { within = 8_000, every = 25, detail = () => '' }: WaitOptions = {},
): Promise<T> {
  const end = performance.now() + within
  for (;;) {
    const value = await read()
    if (value !== undefined && value !== false) {
      return value
    }
    if (performance.now() > end) {
      throw new TookTooLong(`waited ${within} ms for ${what}${detail()}`)
    }
    await pause(every)
  }
}

export interface WaitOptions {
  /** Milliseconds after which the wait fails. */
  readonly within?: number
  /** Milliseconds between two looks. */
  readonly every?: number
  readonly detail?: () => string
}

/** Waits for a promise no longer than so many milliseconds. */
export async function atMost<T>(within: number, what: string, promise: Promise<T>): Promise<T> {
  const stop = new AbortController()
  const late = pause(within, undefined, { signal: stop.signal }).then(() => {
    throw new TookTooLong(`waited ${within} ms for ${what}`)
  })
  late.catch(() => undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    stop.abort()
  }
}
