import type { SupabaseLike } from '../src/provider/libraries.js'

/**
 * What the provider calls of supabase-js, whose own declarations contradict those of the DOM in this
 * TypeScript. That a real client fits is checked where the examples of the README are.
 */
export function createClient(url: string, key: string): SupabaseLike
