import { supabase } from './supabase.js'

export async function room() {
  const { data, error } = await supabase
    .from('chat_rooms')
    .select('id, name')
    .order('created_at')
    .limit(1)
    .single()
  if (error) throw error
  return data
}

export async function me() {
  const { data } = await supabase.auth.getSession()
  return data.session?.user ?? null
}

export async function signIn(name) {
  const { data, error } = await supabase.auth.signInAnonymously({ options: { data: { name } } })
  if (error) throw error
  return data.user
}

/** Tells whether somebody is in a room. */
export async function isIn(room_id, user_id) {
  const { data } = await supabase
    .from('room_participants')
    .select('id')
    .match({ room_id, user_id })
    .maybeSingle()
  return data !== null
}

export async function join(room_id, user_id) {
  if (await isIn(room_id, user_id)) return
  const { error } = await supabase.from('room_participants').insert({ room_id, user_id })
  if (error) throw error
}

export async function leave(room_id, user_id) {
  const { error } = await supabase.from('room_participants').delete().match({ room_id, user_id })
  if (error) throw error
}
