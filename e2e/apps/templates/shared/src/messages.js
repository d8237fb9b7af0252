import { createClient } from '@supabase/supabase-js'

/** Returns rows as an app's own server selects them. */
export async function messagesOf(room, { supabaseUrl, supabaseAnonKey }) {
  const { data, error } = await createClient(supabaseUrl, supabaseAnonKey)
    .from('messages')
    .select('id, content, created_at, user_id')
    .eq('room_id', room)
    .order('created_at')
  if (error) {
    throw error
  }
  return data
}
