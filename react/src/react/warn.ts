import { isProduction } from './production.js'

/** Tells the developer of an app what is wrong with what it passes; says nothing in production. */
export function warnOf(complaints: readonly string[]): void {
  if (!isProduction()) {
    for (const complaint of complaints) {
      console.warn(`<ChatRoom>: ${complaint}`)
    }
  }
}
