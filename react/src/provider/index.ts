/**
 * `<ParleyProvider>`, which makes both clients. It has an entry of its own because it imports supabase-js and
 * pusher-js: apps that bring their clients need not have both installed.
 */
export { ParleyProvider, type ParleyProviderProps } from './parley-provider.js'
export type { AuthSession, SupabaseLike } from './libraries.js'
export { settingsFrom, type ParleySettings } from './settings.js'
