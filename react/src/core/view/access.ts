import type { RoomStoreState } from '../room/room-store-state.js'
import type { RoomAccess } from '../room-view.js'

/** The database's word for somebody who may not see a room because they are not in it. */
export const outsider = 'not_a_participant'

/** Its word where that is so because they have not joined, though they may. */
const newcomer = 'may_join'

/** Whether the reader may be where participants see each other; who is muted may not. */
export function mayBePresent(state: RoomStoreState): boolean {
  return accessOf(state) === 'member' && !state.muted
}

/** Returns what the reader is to the room, as far as the server has told. */
export function accessOf({ me, failure, invitation, log }: RoomStoreState): RoomAccess {
  if (failure !== undefined) {
    if (failure.code === 401) {
      return 'signed-out'
    }
    if (failure.hint === newcomer) {
      return 'joinable'
    }
    if (failure.hint !== outsider) {
      return 'unknown'
    }
    return invitation === undefined ? 'not-a-member' : 'invited'
  }
  const { room, members } = log.content
  if (room === undefined) {
    return 'unknown'
  }
  const membership = members.get(me.id)
  if (membership !== undefined && membership.leftAt === undefined) {
    return 'member'
  }
  if (me.id === '') {
    return 'signed-out'
  }
  return room.visibility === 'private' ? 'not-a-member' : 'joinable'
}
