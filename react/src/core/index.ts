export { ChatError, errorCodes, type ChatErrorDetails } from './chat-error.js'
export { createChatClient, type ChatClientOptions } from './create-chat-client.js'
export { systemClock, type Clock } from './clock.js'
export { defaults } from './defaults.js'
export type {
  Change,
  Cursor,
  Invitation,
  Membership,
  Message,
  MessageEdit,
  MessageReactions,
  MessagesPage,
  NewMessage,
  Notice,
  Participant,
  Person,
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
export { createCell, type Cell, type Readable } from './readable.js'
export { createSeedView } from './create-seed-view.js'
export type { ChatClient, RoomSeed, RoomStore, ViewportState } from './room-store.js'
export { permissionsOf, type MessagePermissions } from './view/permissions.js'
export type {
  ConnectionState,
  DateRow,
  GroupPosition,
  MessageChange,
  MessageRow,
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
