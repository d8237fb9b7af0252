import { createServerClient } from '@supabase/ssr'
import { cookies } from 'next/headers'

/** Asks Supabase as the person whose cookies came with the request. */
export async function createClient() {
  const store = await cookies()
  return createServerClient(
    process.env.NEXT_PUBLIC_SUPABASE_URL!,
    process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY!,
    {
      cookies: {
        getAll: () => store.getAll(),
        setAll: (written) => {
          try {
            for (const { name, value, options } of written) store.set(name, value, options)
          } catch {
            // A page may not set cookies; proxy.ts has done it.
          }
        },
      },
    },
  )
}
