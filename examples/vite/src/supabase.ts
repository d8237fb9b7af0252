import { createClient } from '@supabase/supabase-js'

/** The app's one client; it keeps who is signed in. */
export const supabase = createClient(
  import.meta.env.VITE_SUPABASE_URL,
  import.meta.env.VITE_SUPABASE_ANON_KEY,
)
