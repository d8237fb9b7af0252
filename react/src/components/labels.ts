import type { ChatError, MessageChange } from '../react/index.js'
import { englishReason } from './english-reason.js'

/** Every word the room shows or speaks. Replace any of them through the `labels` prop. */
export interface Labels {
  readonly you: string
  /** For people whose name is not known. */
  readonly somebody: string
  readonly timeline: string
  readonly composer: string
  readonly placeholder: (room: string | undefined) => string
  readonly send: string
  /** Names the list of people that an `@` may mention. */
  readonly mentions: string
  readonly mentionEverybody: string
  readonly charactersLeft: (count: number) => string
  readonly tooLong: (by: number) => string
  readonly readOnly: string
  readonly signInTitle: string
  readonly signInToRead: string
  readonly signInToWrite: string
  readonly signInAnonymously: string
  readonly joinTitle: string
  readonly joinToRead: string
  readonly joinToWrite: string
  readonly join: string
  readonly invitedTitle: (room: string) => string
  /** @param host who invites; undefined for a server */
  readonly invitedText: (host: string | undefined) => string
  readonly accept: string
  readonly decline: string
  /** That one may not write for now; `until` is undefined when no end is in sight. */
  readonly muted: (until: string | undefined) => string
  readonly online: (count: number) => string
  readonly participants: string
  readonly showParticipants: (count: number) => string
  readonly members: (count: number) => string
  readonly isOnline: string
  readonly isOffline: string
  readonly close: string
  readonly role: (role: string) => string
  readonly typing: (names: readonly string[], more: boolean) => string
  readonly status: (
    status: 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed',
  ) => string
  readonly readByAll: string
  readonly readBy: (names: readonly string[], others: number) => string
  /** Ends a list of which only the beginning is shown. */
  readonly andOthers: (count: number) => string
  readonly readByHeading: string
  readonly messageActions: string
  readonly reply: string
  readonly edit: string
  readonly copy: string
  readonly copyLink: string
  readonly copyCode: string
  readonly copied: string
  /** One of several messages that are copied together. */
  readonly copiedMessage: (author: string, time: string, text: string) => string
  readonly delete: string
  readonly deleteForEveryone: string
  readonly keepMessage: string
  readonly pin: string
  readonly unpin: string
  /** That a message is kept at hand. */
  readonly pinned: string
  readonly editing: string
  readonly replyingTo: (author: string) => string
  readonly cancelReply: string
  readonly save: string
  readonly cancelEdit: string
  /** That a message could not be changed, and why if that is known. */
  readonly changeFailed: (change: MessageChange['kind'], reason: string | undefined) => string
  readonly reactions: string
  /** A reaction to choose. */
  readonly react: (emoji: string) => string
  /**
   * Begins with what is seen, the emoji and how many; then who reacted, and what pressing does. `press` is
   * undefined for somebody who may not react.
   */
  readonly reacted: (
    emoji: string,
    names: readonly string[],
    others: number,
    press: 'add' | 'remove' | undefined,
  ) => string
  readonly dismiss: string
  readonly retry: string
  readonly discard: string
  readonly edited: string
  readonly deleted: string
  /** Begins what is said of a quoted message, before its author and its text. */
  readonly inReplyTo: string
  readonly quoteLoading: string
  readonly quoteGone: string
  /** That a message could not be gone to. */
  readonly jumpFailed: string
  /** Opens the search, and names it. */
  readonly search: string
  readonly searchPlaceholder: (room: string | undefined) => string
  /** Says what one may search for, before anything is. */
  readonly searchHint: string
  readonly searching: string
  readonly searchResults: string
  /** How many messages were found so far; `more` when there are further ones. */
  readonly searchCount: (count: number, more: boolean) => string
  readonly searchEmpty: string
  readonly searchMore: string
  readonly searchFailed: string
  readonly clearSearch: string
  readonly joined: (names: readonly string[], others: number) => string
  readonly left: (names: readonly string[], others: number) => string
  readonly newMessages: string
  readonly jumpToLatest: (unread: number) => string
  readonly loadingOlder: string
  readonly loadOlder: string
  readonly loadOlderFailed: string
  readonly loadNewerFailed: string
  readonly today: string
  readonly yesterday: string
  readonly connecting: string
  readonly reconnecting: string
  readonly offline: string
  readonly loading: string
  readonly emptyTitle: string
  readonly emptyText: (room: string | undefined) => string
  readonly errorTitle: string
  /** Why something failed, said to the person it happened to. */
  readonly errorText: (error: ChatError) => string
  readonly tryAgain: string
  readonly messageName: (author: string, time: string) => string
  readonly newMessageFrom: (author: string, text: string) => string
  readonly newMessageCount: (count: number) => string
  readonly sendFailed: (reason: string | undefined) => string
  readonly connectionLost: string
  readonly connectionBack: string
}

const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`

/** “Ada”, “Ada and Grace”, “Ada, Grace and 3 others”. */
function list(names: readonly string[], others = 0): string {
  const all = others > 0 ? [...names, plural(others, 'other', 'others')] : names
  const last = all.at(-1) ?? ''
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`
}

const capped = (count: number): string => (count > 99 ? '99+' : `${count}`)

const statusNames = {
  queued: 'Waiting for the connection',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not sent',
} as const

const changesNotMade = {
  edit: 'Not changed.',
  delete: 'Not deleted.',
  react: 'Reaction not added.',
  unreact: 'Reaction not removed.',
  pin: 'Not pinned.',
  unpin: 'Still pinned.',
} as const

const presses = {
  add: 'press to react too',
  remove: 'press to take yours back',
} as const

/** The words in English. */
export const englishLabels: Labels = {
  you: 'You',
  somebody: 'Somebody',
  timeline: 'Messages',
  composer: 'Message',
  placeholder: (room) => (room === undefined ? 'Write a message' : `Message ${room}`),
  send: 'Send',
  mentions: 'People to mention',
  mentionEverybody: 'Everybody in this room',
  charactersLeft: (count) => plural(count, 'character left', 'characters left'),
  tooLong: (by) => `${plural(by, 'character', 'characters')} too long`,
  readOnly: 'You cannot write in this room.',
  signInTitle: 'You are not signed in',
  signInToRead: 'Sign in to see this room.',
  signInToWrite: 'Sign in to write in this room.',
  signInAnonymously: 'Continue as a guest',
  joinTitle: 'Anyone may join this room.',
  joinToRead: 'Join to read it and to write.',
  joinToWrite: 'Join this room to write in it.',
  join: 'Join',
  invitedTitle: (room) => `You are invited to ${room}`,
  invitedText: (host) => `${host ?? 'Somebody'} invites you to join this room.`,
  accept: 'Accept',
  decline: 'Decline',
  muted: (until) =>
    until === undefined ? 'You are muted in this room.' : `You are muted until ${until}.`,
  online: (count) => `${count} online`,
  participants: 'People',
  showParticipants: (count) => `Show people, ${count} online`,
  members: (count) => plural(count, 'member', 'members'),
  isOnline: 'online',
  isOffline: 'offline',
  close: 'Close',
  role: (role) => (role === 'owner' ? 'Owner' : role === 'moderator' ? 'Moderator' : ''),
  typing: (names, more) =>
    more
      ? 'Several people are typing'
      : `${list(names)} ${names.length === 1 ? 'is' : 'are'} typing`,
  status: (status) => statusNames[status],
  readByAll: 'Read by everyone',
  readBy: (names, others) => `Read by ${list(names, others)}`,
  andOthers: (count) => `and ${plural(count, 'other', 'others')}`,
  readByHeading: 'Read by',
  messageActions: 'Message actions',
  reply: 'Reply',
  edit: 'Edit',
  copy: 'Copy text',
  copyLink: 'Copy link',
  copyCode: 'Copy code',
  copied: 'Copied',
  copiedMessage: (author, time, text) => `${author}, ${time}:\n${text}`,
  delete: 'Delete',
  deleteForEveryone: 'Delete for everyone',
  keepMessage: 'Keep it',
  pin: 'Pin',
  unpin: 'Unpin',
  pinned: 'Pinned',
  editing: 'Edit message',
  replyingTo: (author) => `Replying to ${author}`,
  cancelReply: 'Cancel reply',
  save: 'Save',
  cancelEdit: 'Cancel',
  changeFailed: (change, reason) =>
    `${changesNotMade[change]}${reason === undefined ? '' : ` ${reason}`}`,
  reactions: 'Reactions',
  react: (emoji) => `React with ${emoji}`,
  reacted: (emoji, names, others, press) =>
    `${emoji} ${names.length + others}, ${list(names, others)} reacted${press === undefined ? '' : `; ${presses[press]}`}`,
  dismiss: 'Dismiss',
  retry: 'Try again',
  discard: 'Delete',
  edited: 'edited',
  deleted: 'This message was deleted',
  inReplyTo: 'In reply to',
  quoteLoading: 'Loading the message',
  quoteGone: 'This message is not there any more',
  jumpFailed: 'The message could not be loaded. Try again.',
  search: 'Search messages',
  searchPlaceholder: (room) => (room === undefined ? 'Search messages' : `Search ${room}`),
  searchHint: 'Search by words, or by “words in quotation marks” for exactly these.',
  searching: 'Searching…',
  searchResults: 'Messages found',
  searchCount: (count, more) =>
    `${count}${more ? '+' : ''} ${count === 1 ? 'message' : 'messages'}`,
  searchEmpty: 'No messages found',
  searchMore: 'Show more',
  searchFailed: 'The search did not work.',
  clearSearch: 'Clear search',
  joined: (names, others) => `${list(names, others)} joined`,
  left: (names, others) => `${list(names, others)} left`,
  newMessages: 'New messages',
  jumpToLatest: (unread) =>
    unread > 0
      ? `${capped(unread)} new ${unread === 1 ? 'message' : 'messages'}`
      : 'Jump to the latest message',
  loadingOlder: 'Loading earlier messages',
  loadOlder: 'Show earlier messages',
  loadOlderFailed: 'Earlier messages could not be loaded.',
  loadNewerFailed: 'Later messages could not be loaded.',
  today: 'Today',
  yesterday: 'Yesterday',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  offline: 'You seem to be offline. Messages will be sent when the connection is back.',
  loading: 'Loading messages',
  emptyTitle: 'No messages yet',
  emptyText: (room) =>
    room === undefined ? 'Yours can be the first.' : `Yours can be the first in ${room}.`,
  errorTitle: 'This room could not be opened',
  errorText: englishReason,
  tryAgain: 'Try again',
  messageName: (author, time) => `${author}, ${time}`,
  newMessageFrom: (author, text) => `${author}: ${text}`,
  newMessageCount: (count) => `${count} new messages`,
  sendFailed: (reason) =>
    reason === undefined ? 'Message not sent.' : `Message not sent. ${reason}`,
  connectionLost: 'Connection lost',
  connectionBack: 'Connected again',
}
