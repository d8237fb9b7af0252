import type { UserInput } from '../core/index.js'

/** Whether somebody is signed in at this browser, and who. */
export type Session =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'signed-out'
      /** Signs in a guest, “Guest” by name if none is given; rejects when the server does not allow it. */
      readonly signInAnonymously?: (name?: string) => Promise<void>
    }
  | { readonly kind: 'signed-in'; readonly user: UserInput }

/**
 * Returns the reader of a room: who is signed in, as the app names them if it does. Until that is known,
 * whomever the app names. Absent means that nobody has said.
 */
export function readerOf(
  session: Session | undefined,
  currentUser: UserInput | null | undefined,
): UserInput | null | undefined {
  switch (session?.kind) {
    case undefined:
    case 'starting':
      return currentUser
    case 'signed-out':
      return null
    case 'signed-in':
      return currentUser != null && String(currentUser.id) === String(session.user.id)
        ? currentUser
        : session.user
  }
}
