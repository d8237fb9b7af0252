import { createBrowserClient } from '@supabase/ssr'

/** Returns the page's one client; it keeps the session in cookies, where the server finds it. */
export function createClient() {
  return createBrowserClient(
    process.env.NEXT_PUBLIC_SUPABASE_URL!,
    process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY!,
  )
}
