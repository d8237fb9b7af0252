/** The chat without markup: a provider and hooks. */
export { ChatError, defaults, errorCodes } from '../core/index.js'
export { uiDefaults } from './ui-defaults.js'
export type {
  ChatClient,
  FoundMessage,
  IdInput,
  Invitation,
  JoinedInput,
  Message,
  MessageChange,
  MessageInput,
  MessagePermissions,
  MessageQuery,
  MessageRow,
  NoticeRow,
  Participant,
  ParticipantInput,
  Person,
  ProfileInput,
  Quote,
  Reaction,
  Receipt,
  Role,
  RoomAccess,
  RoomSnapshot,
  RoomStore,
  RoomView,
  SendStatus,
  SnapshotInput,
  TimelineRow,
  UserInput,
  Visibility,
} from '../core/index.js'
export { ChatProvider, useChatClient, useSession } from './chat-provider.js'
export {
  RoomProvider,
  useCurrentUser,
  useRoomId,
  useRoomStore,
  useRoomView,
  type RoomProviderProps,
} from './room-provider.js'
export type { Session } from './session.js'
export {
  useAnnouncements,
  type Announcements,
  type Utterance,
  type Utterances,
} from './use-announcements.js'
export { plainText } from '../format/index.js'
export { graphemesOf } from './graphemes.js'
export { useMayMentionEverybody, useMentionedName, useMentionNames } from './use-mentions.js'
export { isolate, isVisible, plainName } from './visible-text.js'
export { useComposer, type ComposerState } from './use-composer.js'
export { useConnection, useUnread } from './use-connection.js'
export type { MorePages } from './use-more-pages.js'
export { useMessageList, type MessageList } from './use-message-list.js'
export { useMessageSearch, type MessageSearch } from './use-message-search.js'
export {
  useMutedUntil,
  useParticipants,
  usePresence,
  useReceipts,
  useTyping,
} from './use-people.js'
export { usePermissions } from './use-permissions.js'
export { useRoom, type RoomState } from './use-room.js'
export { useRoomActions, type RoomActions } from './use-room-actions.js'
export { useSelected } from './use-selected.js'
export { useMessage, useMessages, useTimeline, type Timeline } from './use-timeline.js'
export type { PlacedRow } from './use-virtual-rows.js'
