export { Avatar } from './avatar.js'
export {
  ChatRoom,
  type ChatRoomHandle,
  type ChatRoomLook,
  type ChatRoomProps,
} from './chat-room.js'
export { englishLabels, type Labels } from './labels.js'
export { linkify, type TextPart } from './linkify.js'
