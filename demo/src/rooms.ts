import type { SupabaseClient } from '@supabase/supabase-js'
import { fieldsOf, listOf, numberOf, optionalTextOf, textOf, type Fields } from './reading.js'

/** A room as the list shows it. */
export interface RoomSummary {
  readonly id: string
  readonly name: string
  readonly description: string | undefined
  readonly isPublic: boolean
  /** `owner`, `moderator` or `member`; empty for a room one is not in. */
  readonly role: string
  readonly unread: number
  readonly lastMessage:
    { readonly userId: string; readonly text: string; readonly at: string } | undefined
}

/** Somebody who may be added to a room. */
export interface Profile {
  readonly id: string
  readonly name: string
  readonly avatarUrl?: string
}

export interface RoomLists {
  readonly mine: readonly RoomSummary[]
  /** Public rooms one is not in. */
  readonly open: readonly RoomSummary[]
}

/** What can be done with rooms. Everything rejects with a sentence fit for people. */
export interface Rooms {
  /** Calls `listener` when one was added to a room or removed, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void
  readonly list: () => Promise<RoomLists>
  /** Returns the new room's id. */
  readonly create: (name: string, description: string, isPublic: boolean) => Promise<string>
  readonly join: (roomId: string) => Promise<void>
  readonly leave: (roomId: string) => Promise<void>
  /** People whose name contains `search`, by name, at most 30. */
  readonly people: (search: string) => Promise<readonly Profile[]>
  readonly add: (roomId: string, userId: string) => Promise<void>
}

interface Answer {
  readonly data: unknown
  readonly error: { readonly message: string; readonly code?: string } | null
  readonly status: number
}

/** Postgres's code for a row that is there already. */
const alreadyThere = '23505'

async function ask(attempted: string, question: PromiseLike<Answer>): Promise<unknown> {
  const { data, error, status } = await question
  if (error !== null) {
    throw new Error(
      status === 0
        ? `Could not ${attempted}: the server cannot be reached.`
        : `Could not ${attempted}: ${error.message}.`,
      { cause: error },
    )
  }
  return data
}

function summaryOf(fields: Fields): RoomSummary {
  const last = fields['last_message'] == null ? undefined : fieldsOf(fields['last_message'], 'room')
  return {
    id: textOf(fields, 'id'),
    name: textOf(fields, 'name'),
    description: optionalTextOf(fields, 'description'),
    isPublic: fields['visibility'] === 'public',
    role: optionalTextOf(fields, 'role') ?? '',
    unread: fields['unread'] == null ? 0 : numberOf(fields, 'unread'),
    lastMessage: last && {
      userId: textOf(last, 'user_id'),
      text: optionalTextOf(last, 'content') ?? '',
      at: textOf(last, 'created_at'),
    },
  }
}

function profileOf(fields: Fields): Profile {
  const avatarUrl = optionalTextOf(fields, 'avatar_url')
  return {
    id: textOf(fields, 'id'),
    name: optionalTextOf(fields, 'display_name') ?? 'Guest',
    ...(avatarUrl !== undefined && { avatarUrl }),
  }
}

/** What the server tells somebody of rooms, on a channel of their own. */
const notices = ['added-to-room', 'removed-from-room', 'muted-in-room'] as const

/** The part of pusher-js that hears what concerns one alone. */
interface OwnChannel {
  bind(event: string, listener: () => void): unknown
  unbind(event: string, listener: () => void): unknown
}

/** Rooms as the person who is signed in sees them. */
export function createRooms(supabase: SupabaseClient, own: OwnChannel): Rooms {
  return {
    onChange: (listener) => {
      for (const notice of notices) {
        own.bind(notice, listener)
      }
      return () => {
        for (const notice of notices) {
          own.unbind(notice, listener)
        }
      }
    },
    list: async () => {
      const [mine, open] = await Promise.all([
        ask('load your rooms', supabase.rpc('my_rooms')),
        ask(
          'load the public rooms',
          supabase
            .from('chat_rooms')
            .select('id, name, description, visibility')
            .eq('visibility', 'public')
            .order('name')
            .limit(100),
        ),
      ])
      const own = listOf(mine ?? [], 'rooms', summaryOf)
      const known = new Set(own.map((room) => room.id))
      return {
        mine: own,
        open: listOf(open, 'rooms', summaryOf).filter((room) => !known.has(room.id)),
      }
    },
    create: async (name, description, isPublic) => {
      const room = await ask(
        'create the room',
        supabase.rpc('create_room', {
          name,
          description: description === '' ? null : description,
          visibility: isPublic ? 'public' : 'private',
        }),
      )
      return textOf(fieldsOf(room, 'the room'), 'id')
    },
    join: async (roomId) => {
      await ask('join the room', supabase.rpc('join_room', { room: roomId }))
    },
    leave: async (roomId) => {
      await ask('leave the room', supabase.rpc('leave_room', { room: roomId }))
    },
    people: async (search) => {
      const pattern = `%${search.replaceAll(/[\\%_]/gu, '\\$&')}%`
      const rows = await ask(
        'look for people',
        supabase
          .from('profiles')
          .select('id, display_name, avatar_url')
          .ilike('display_name', pattern)
          .order('display_name')
          .limit(30),
      )
      return listOf(rows, 'people', profileOf)
    },
    add: async (roomId, userId) => {
      const answer: Answer = await supabase
        .from('room_participants')
        .insert({ room_id: roomId, user_id: userId })
      if (answer.error?.code !== alreadyThere) {
        await ask('add this person', Promise.resolve(answer))
      }
    },
  }
}
