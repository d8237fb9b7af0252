'use client'

import { useMemo } from 'react'
import type { Person, RoomView } from '../core/index.js'
import { isInCharge } from '../core/view/permissions.js'
import { everybody, mentionNames, type MentionNames } from '../format/index.js'
import { useRoomView } from './room-provider.js'
import { useParticipants } from './use-people.js'
import { plainName } from './visible-text.js'

const personOf = (view: RoomView): ((id: string) => Person) => view.person

/** How the people in the room are written after an `@`. */
export function useMentionNames(): MentionNames {
  const participants = useParticipants()
  return useMemo(
    () => mentionNames(participants.map(({ id, name }) => ({ id, name: plainName(name) }))),
    [participants],
  )
}

/** Whether `@room` mentions everybody: only for owners and moderators. */
export function useMayMentionEverybody(): boolean {
  return useRoomView(isInCharge)
}

/**
 * Returns a function that names who is mentioned by their id, everybody by `undefined`.
 *
 * @param somebody for people whose name is not known
 */
export function useMentionedName(somebody: string): (id: string | undefined) => string {
  const person = useRoomView(personOf)
  return useMemo(
    () => (id) => (id === undefined ? everybody : plainName(person(id).name) || somebody),
    [person, somebody],
  )
}
