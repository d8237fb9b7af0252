import type { StoredMutation } from '../mutations/stored-mutation.js'

/**
 * What a client keeps on the device, so that nothing typed ends with the page. What is absent is kept
 * in memory.
 */
export interface Device {
  readonly drafts?: DraftStorage | undefined
  readonly mutations?: MutationStorage | undefined
  /** Absent where tabs cannot tell which of them live. */
  readonly tabs?: Tabs | undefined
}

/** Texts begun and not sent, one per person and room. What it throws is taken as a full storage. */
export interface DraftStorage {
  /** Returns the text, which is empty when none was begun. */
  readonly read: (userId: string, roomId: string) => string
  /** Keeps a text; an empty one is removed. */
  readonly write: (userId: string, roomId: string, text: string) => void
  /** Calls `listener` when another tab has written a text, until the returned function is called. */
  readonly subscribe: (userId: string, roomId: string, listener: () => void) => () => void
  /** Removes every text of a person. */
  readonly clear: (userId: string) => void
}

/** What people asked of the server and is not settled. Calls take effect in the order they are made. */
export interface MutationStorage {
  /** Returns all of a person, in any order. */
  readonly read: (userId: string) => Promise<readonly StoredMutation[]>
  /** Keeps a mutation, in place of what was kept under its person and id. */
  readonly put: (mutation: StoredMutation) => Promise<void>
  readonly remove: (userId: string, id: string) => Promise<void>
  /** Removes all of a person. */
  readonly clear: (userId: string) => Promise<void>
}

/** The tabs of one browser, each known by an id of its own. */
export interface Tabs {
  /** Lets a tab count as living until the function that comes is called, or its page is gone. */
  readonly enter: (tab: string) => Promise<() => void>
  /** Does something with the tabs that live, alone among those that ask in the name of a person. */
  readonly alone: (
    userId: string,
    work: (living: ReadonlySet<string>) => Promise<void>,
  ) => Promise<void>
}
