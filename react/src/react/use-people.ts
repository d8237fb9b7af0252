'use client'

import { useCallback } from 'react'
import type { Participant, Person, Receipt, RoomView } from '../core/index.js'
import { useRoomView } from './room-provider.js'

const participants = (view: RoomView): readonly Participant[] => view.participants
const typing = (view: RoomView): readonly Person[] => view.typing
const online = (view: RoomView): ReadonlySet<string> => view.online
const mutedUntil = ({ participants, currentUser }: RoomView): string | undefined =>
  participants.find(({ id }) => id === currentUser.id)?.mutedUntil

const sameReceipts = (a: readonly Receipt[], b: readonly Receipt[]): boolean =>
  a.length === b.length &&
  a.every(({ person, state }, at) => person === b[at]?.person && state === b[at].state)

/** Who is in the room, in the order they joined. */
export function useParticipants(): readonly Participant[] {
  return useRoomView(participants)
}

/** The others who are typing at this moment. */
export function useTyping(): readonly Person[] {
  return useRoomView(typing)
}

/** The ids of those who have the room open. */
export function usePresence(): ReadonlySet<string> {
  return useRoomView(online)
}

/** Until when this person may not write, as the server last told; it may be over by now. */
export function useMutedUntil(): string | undefined {
  return useRoomView(mutedUntil)
}

/** How far each other member has come with the message `id`; renders again only when that changes. */
export function useReceipts(id: string): readonly Receipt[] {
  const select = useCallback((view: RoomView) => view.receipts(id), [id])
  return useRoomView(select, sameReceipts)
}
