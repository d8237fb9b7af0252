'use client'

import type { Participant, Person, Receipt, RoomView } from '../core/index.js'
import { useRoomStore, useRoomView } from './room-provider.js'

const participants = (view: RoomView): readonly Participant[] => view.participants
const typing = (view: RoomView): readonly Person[] => view.typing
const online = (view: RoomView): ReadonlySet<string> => view.online
const mutedUntil = ({ participants, currentUser }: RoomView): string | undefined =>
  participants.find(({ id }) => id === currentUser.id)?.mutedUntil
const everything = (view: RoomView): RoomView => view

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

/** How far each other member has come with the message `id`. */
export function useReceipts(id: string): readonly Receipt[] {
  useRoomView(everything)
  return useRoomStore().receipts(id)
}
