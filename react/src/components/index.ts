export { Avatar } from './avatar.js'
export {
  ChatRoom,
  type ChatRoomHandle,
  type ChatRoomLook,
  type ChatRoomProps,
} from './chat-room.js'
export type {
  ActionsProps,
  AvatarProps,
  ComposerProps,
  HeaderProps,
  MessageProps,
  SlotProps,
  Slots,
} from './slots.js'
export type { ComposerHandle } from './composer.js'
export { englishLabels, type Labels } from './labels.js'
export { linkify, type TextPart } from '../format/linkify.js'
