export { ChatError, errorCodes, type ChatErrorDetails } from './chat-error.js'
export { createChatClient, type ChatClientOptions } from './create-chat-client.js'
export { systemClock, type Clock } from './clock.js'
export { defaults } from './defaults.js'
export { createBrowserDevice } from './device/browser-device.js'
export type { Device, DraftStorage, MutationStorage, Tabs } from './device/device.js'
export type {
  Change,
  Cursor,
  FoundMessage,
  FoundMessages,
  Invitation,
  Membership,
  Message,
  MessageEdit,
  MessageQuery,
  MessageReactions,
  MessagesPage,
  NewMessage,
  Notice,
  Participant,
  Person,
  Pin,
  PinAnswer,
  PinnedMessage,
  PinRequest,
  Profile,
  ReactionAnswer,
  ReactionRequest,
  Role,
  Room,
  RoomChanges,
  RoomSnapshot,
  StoredMessage,
  Visibility,
} from './entities.js'
export {
  createBrowserEnvironment,
  createSteadyEnvironment,
  type Environment,
} from './environment.js'
export type {
  IdInput,
  JoinedInput,
  MessageInput,
  ParticipantInput,
  ProfileInput,
  SeedInput,
  SnapshotInput,
  UserInput,
} from './input/inputs.js'
export { readParticipants, readUser } from './input/people.js'
export { readSeed } from './input/read-seed.js'
export type { Complain } from './input/values.js'
export type { StoredMutation } from './mutations/stored-mutation.js'
export { createCell, type Cell, type Readable } from './readable.js'
export { createSeedView } from './create-seed-view.js'
export type { ChatClient, RoomSeed, RoomStore, ViewportState } from './room-store.js'
export { permissionsOf, type MessagePermissions } from './view/permissions.js'
export type {
  ConnectionState,
  Focus,
  DateRow,
  GroupPosition,
  MessageChange,
  MessageRow,
  Quote,
  NoticeRow,
  Reaction,
  Receipt,
  RoomAccess,
  RoomPhase,
  RoomView,
  SendStatus,
  TimelineRow,
  UnreadRow,
} from './room-view.js'
export type {
  Backend,
  CursorUpdate,
  LinkState,
  PageRequest,
  Realtime,
  RoomAddress,
  RoomChannel,
  RoomListener,
} from './transport.js'
