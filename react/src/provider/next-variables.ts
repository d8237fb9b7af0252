/** What Next.js tells browsers, by the names that `parley env` prints. */
interface NextVariables {
  readonly NEXT_PUBLIC_SUPABASE_URL?: string | undefined
  readonly NEXT_PUBLIC_SUPABASE_ANON_KEY?: string | undefined
  readonly NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY?: string | undefined
  readonly NEXT_PUBLIC_SUPABASE_PUBLISHABLE_OR_ANON_KEY?: string | undefined
  readonly NEXT_PUBLIC_PUSHER_KEY?: string | undefined
  readonly NEXT_PUBLIC_PUSHER_CLUSTER?: string | undefined
  readonly NEXT_PUBLIC_PUSHER_HOST?: string | undefined
  readonly NEXT_PUBLIC_PUSHER_PORT?: string | undefined
  readonly NEXT_PUBLIC_PUSHER_TLS?: string | undefined
  readonly NEXT_PUBLIC_PUSHER_ENCRYPTED?: string | undefined
  readonly NEXT_PUBLIC_PARLEY_URL?: string | undefined
}

declare const process: { readonly env: NextVariables }

/**
 * Reads the variables of a Next.js app; there are none where no bundler has put them in. Each is named in
 * full because only whole expressions are replaced.
 */
export function nextVariables(): NextVariables {
  try {
    return {
      NEXT_PUBLIC_SUPABASE_URL: process.env.NEXT_PUBLIC_SUPABASE_URL,
      NEXT_PUBLIC_SUPABASE_ANON_KEY: process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: process.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_OR_ANON_KEY:
        process.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_OR_ANON_KEY,
      NEXT_PUBLIC_PUSHER_KEY: process.env.NEXT_PUBLIC_PUSHER_KEY,
      NEXT_PUBLIC_PUSHER_CLUSTER: process.env.NEXT_PUBLIC_PUSHER_CLUSTER,
      NEXT_PUBLIC_PUSHER_HOST: process.env.NEXT_PUBLIC_PUSHER_HOST,
      NEXT_PUBLIC_PUSHER_PORT: process.env.NEXT_PUBLIC_PUSHER_PORT,
      NEXT_PUBLIC_PUSHER_TLS: process.env.NEXT_PUBLIC_PUSHER_TLS,
      NEXT_PUBLIC_PUSHER_ENCRYPTED: process.env.NEXT_PUBLIC_PUSHER_ENCRYPTED,
      NEXT_PUBLIC_PARLEY_URL: process.env.NEXT_PUBLIC_PARLEY_URL,
    }
  } catch {
    return {}
  }
}
