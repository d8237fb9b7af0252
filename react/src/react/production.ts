/** Bundlers put the value in the place of the whole expression `process.env.NODE_ENV`. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Whether a bundler has said that this is a build for users, or nobody has bundled this. */
export function isProduction(): boolean {
  try {
    return process.env.NODE_ENV === 'production'
  } catch {
    return true
  }
}
