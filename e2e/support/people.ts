import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Addresses } from './addresses.js'
import type { Database, MessageRow, RoomRow } from './schema.js'

export type Supabase = SupabaseClient<Database>

/** Somebody who is signed in: an own session in an own supabase-js client. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly supabase: Supabase
  readonly token: string
}

/** Makes a supabase-js client that keeps its session in memory and starts no timer. */
export function supabaseClient(addresses: Addresses, key: string = addresses.anonKey): Supabase {
  return createClient<Database>(addresses.supabaseUrl, key, {
    auth: { autoRefreshToken: false, persistSession: false, detectSessionInUrl: false },
  })
}

/** Signs somebody new in by name only. */
export async function person(addresses: Addresses, name: string): Promise<Person> {
  const supabase = supabaseClient(addresses)
  const { data, error } = await supabase.auth.signInAnonymously({
    options: { data: { display_name: name } },
  })
  if (error !== null) {
    throw error
  }
  if (data.session === null) {
    throw new Error(`unable to sign ${name} in; the answer has no session`)
  }
  return { id: data.session.user.id, name, supabase, token: data.session.access_token }
}

/** Signs several new people in. */
export async function people<const Names extends readonly string[]>(
  addresses: Addresses,
  ...names: Names
): Promise<{ [Index in keyof Names]: Person }>
export async function people(addresses: Addresses, ...names: string[]): Promise<Person[]> {
  return Promise.all(names.map((name) => person(addresses, name)))
}

/** Makes a room whose owner is `owner` and adds the other people to it. */
export async function roomOf(
  owner: Person,
  members: readonly Person[] = [],
  visibility: 'private' | 'public' = 'private',
): Promise<RoomRow> {
  const room = good(
    await owner.supabase.rpc('create_room', { name: `Room ${randomUUID()}`, visibility }),
  )
  for (const member of members) {
    const { error } = await owner.supabase
      .from('room_participants')
      .insert({ room_id: room.id, user_id: member.id })
    if (error !== null) {
      throw new Error(`unable to add ${member.name}; ${error.code} ${error.message}`)
    }
  }
  return room
}

/** Sends one message through the rpc, with a new id. */
export async function send(sender: Person, room: string, content: string): Promise<MessageRow> {
  return good(await sender.supabase.rpc('send_message', { id: randomUUID(), room, content }))
}

/** Takes the data out of an answer that must be good. */
export function good<T>(answer: {
  readonly data: T
  readonly error: { code?: string; message: string; hint?: string | null } | null
}): NonNullable<T> {
  if (answer.error !== null) {
    const { code, message, hint } = answer.error
    throw new Error(`refused: ${String(code)} ${message} (hint: ${String(hint)})`)
  }
  if (answer.data === null || answer.data === undefined) {
    throw new Error('the answer has no data')
  }
  return answer.data
}
