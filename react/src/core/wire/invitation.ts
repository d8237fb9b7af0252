import type { Invitation } from '../entities.js'
import { isFields, listOf, texts } from './values.js'

/** An invitation and the room that it lets into. */
export interface InvitationRow extends Invitation {
  readonly roomId: string
}

/** Reads what `my_invitations` returns. */
export function readInvitations(value: unknown): readonly InvitationRow[] | undefined {
  return listOf(value, readInvitation)
}

function readInvitation(value: unknown): InvitationRow | undefined {
  if (!isFields(value)) {
    return undefined
  }
  const { room_id, name, invited_by } = texts(value, ['room_id', 'name', 'invited_by'])
  if (room_id === undefined || name === undefined) {
    return undefined
  }
  const profile = value['profile']
  const { display_name = '' } = isFields(profile) ? texts(profile, ['display_name']) : {}
  return {
    roomId: room_id,
    roomName: name,
    ...(invited_by === undefined ? {} : { host: { id: invited_by, name: display_name } }),
  }
}
