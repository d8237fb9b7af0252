import { plainText, type Visibility } from '@parley/react'
import type { PusherRealtime } from '@parley/react/pusher'
import type { SupabaseClient } from '@supabase/supabase-js'
import { fieldsOf, listOf, numberOf, optionalTextOf, textOf, type Fields } from './reading.js'

/** A room as the list shows it. */
export interface RoomSummary {
  readonly id: string
  readonly name: string
  readonly description: string | undefined
  readonly visibility: Visibility
  /** `owner`, `moderator` or `member`; empty for a room one is not in. */
  readonly role: string
  readonly unread: number
  readonly lastMessage:
    { readonly userId: string; readonly text: string; readonly at: string } | undefined
}

/** A room one may come into. */
export interface Invitation {
  readonly roomId: string
  readonly name: string
  readonly visibility: Visibility
  /** The name of who invites; a server when absent. */
  readonly host: string | undefined
}

/** Somebody who may be added to a room. */
export interface Profile {
  readonly id: string
  readonly name: string
  readonly avatarUrl?: string
}

export interface RoomLists {
  readonly mine: readonly RoomSummary[]
  /** Rooms one is not in and may join. */
  readonly open: readonly RoomSummary[]
  /** The newest first. */
  readonly invitations: readonly Invitation[]
}

/** What can be done with rooms. Everything rejects with a sentence fit for people. */
export interface Rooms {
  /** Calls `listener` when one was added to a room or removed, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void
  /** Calls `listener` when a room has changed or may have, until the returned function is called. */
  readonly watch: (room: Pick<RoomSummary, 'id' | 'visibility'>, listener: () => void) => () => void
  readonly list: () => Promise<RoomLists>
  /** Returns the new room's id. */
  readonly create: (name: string, description: string, visibility: Visibility) => Promise<string>
  readonly join: (roomId: string) => Promise<void>
  readonly leave: (roomId: string) => Promise<void>
  /** People whose name contains `search`, by name, at most 30. */
  readonly people: (search: string) => Promise<readonly Profile[]>
  /** Adds somebody to a room, or invites who shares no room with us. */
  readonly add: (roomId: string, userId: string) => Promise<'added' | 'invited'>
  readonly accept: (roomId: string) => Promise<void>
  readonly decline: (roomId: string) => Promise<void>
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

/** What is none of the three is shown as closed. */
function visibilityOf(fields: Fields): Visibility {
  const open = (['open', 'public'] as const).find((known) => known === fields['visibility'])
  return open ?? 'private'
}

/** Names the people whom a message mentions. */
function namesOf(mentioned: unknown): (id: string | undefined) => string {
  const people = Array.isArray(mentioned)
    ? mentioned.map((each) => fieldsOf(each, 'whom a message mentions'))
    : []
  const names = new Map(
    people.map((person) => [
      textOf(person, 'user_id'),
      optionalTextOf(fieldsOf(person['profile'], 'a profile'), 'display_name'),
    ]),
  )
  return (id) => (id === undefined ? 'room' : (names.get(id) ?? 'Somebody'))
}

function summaryOf(fields: Fields): RoomSummary {
  const last = fields['last_message'] == null ? undefined : fieldsOf(fields['last_message'], 'room')
  return {
    id: textOf(fields, 'id'),
    name: textOf(fields, 'name'),
    description: optionalTextOf(fields, 'description'),
    visibility: visibilityOf(fields),
    role: optionalTextOf(fields, 'role') ?? '',
    unread: fields['unread'] == null ? 0 : numberOf(fields, 'unread'),
    lastMessage: last && {
      userId: textOf(last, 'user_id'),
      text: plainText(optionalTextOf(last, 'content') ?? '', namesOf(fields['mentioned'])),
      at: textOf(last, 'created_at'),
    },
  }
}

function invitationOf(fields: Fields): Invitation {
  return {
    roomId: textOf(fields, 'room_id'),
    name: textOf(fields, 'name'),
    visibility: visibilityOf(fields),
    host:
      fields['profile'] == null
        ? undefined
        : optionalTextOf(fieldsOf(fields['profile'], 'the host'), 'display_name'),
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
export function createRooms(
  supabase: SupabaseClient,
  own: OwnChannel,
  watch: PusherRealtime['watch'],
): Rooms {
  return {
    watch: ({ id, visibility }, listener) => watch({ roomId: id, visibility }, listener),
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
      const [mine, open, invitations] = await Promise.all([
        ask('load your rooms', supabase.rpc('my_rooms')),
        ask(
          'load the rooms to join',
          supabase
            .from('chat_rooms')
            .select('id, name, description, visibility')
            .in('visibility', ['open', 'public'])
            .order('name')
            .limit(100),
        ),
        ask('load your invitations', supabase.rpc('my_invitations')),
      ])
      const own = listOf(mine ?? [], 'rooms', summaryOf)
      const known = new Set(own.map((room) => room.id))
      return {
        mine: own,
        open: listOf(open, 'rooms', summaryOf).filter((room) => !known.has(room.id)),
        invitations: listOf(invitations ?? [], 'invitations', invitationOf),
      }
    },
    create: async (name, description, visibility) => {
      const room = await ask(
        'create the room',
        supabase.rpc('create_room', {
          name,
          description: description === '' ? null : description,
          visibility,
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
        .select('user_id')
      if (answer.error?.code === alreadyThere) {
        return 'added'
      }
      const rows = await ask('add this person', Promise.resolve(answer))
      // Where there is no row, the person was asked first.
      return listOf(rows, 'people', (row) => row).length === 0 ? 'invited' : 'added'
    },
    accept: async (roomId) => {
      await ask('accept the invitation', supabase.rpc('accept_invitation', { room: roomId }))
    },
    decline: async (roomId) => {
      await ask('decline the invitation', supabase.rpc('decline_invitation', { room: roomId }))
    },
  }
}
