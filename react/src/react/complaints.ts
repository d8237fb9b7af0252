/** Bundlers put the value in the place of the whole expression `process.env.NODE_ENV`. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Whether a bundler has said that this is a build for users, or nobody has bundled this. */
function isProduction(): boolean {
  try {
    return process.env.NODE_ENV === 'production'
  } catch {
    return true
  }
}

/** Tells the developer of an app what is wrong with what it passes; says nothing in production. */
export function warnOf(complaints: readonly string[]): void {
  if (!isProduction()) {
    for (const complaint of complaints) {
      console.warn(`<ChatRoom>: ${complaint}`)
    }
  }
}
