/** `<ChatRoom>` and what is needed to show it; the hooks alone are in `@parley/react/react`. */
export {
  Avatar,
  ChatRoom,
  englishLabels,
  linkify,
  type ChatRoomHandle,
  type ChatRoomLook,
  type ActionsProps,
  type AvatarProps,
  type ChatRoomProps,
  type ComposerHandle,
  type ComposerProps,
  type HeaderProps,
  type Labels,
  type MessageProps,
  type SlotProps,
  type Slots,
  type TextPart,
} from './components/index.js'
export * from './react/index.js'
export { createChatClient, type ChatClientOptions } from './core/index.js'
