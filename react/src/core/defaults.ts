/** Every number of the component in one place. Times are milliseconds. */
export const defaults = {
  /** Messages in the first page. */
  firstPage: 50,
  /** Messages in every further page. */
  furtherPage: 50,
  /** Messages kept; beyond, the oldest are let go while the reader is at the end. */
  keptMessages: 1000,
  /** How many are let go at once. */
  trimmedMessages: 200,

  /** How long a hole in the numbers may fill by itself before it is fetched. */
  gapWait: 250,
  /** Changes fetched in one request. */
  changesPage: 200,
  /** Events kept while waiting for the ones before them. */
  heldEvents: 500,
  /** Changes missed beyond which the newest page is loaded instead. */
  freshWindowBeyond: 1000,
  /** Longest random wait before a fetch caused by a reconnect. */
  reconnectSpread: 1000,
  /** Time between looks at the head while the link works, and while it does not. */
  pollConnected: 60_000,
  pollDisconnected: 15_000,
  /** Hidden for longer than this, becoming visible fetches. */
  hiddenBeforeFetch: 30_000,
  /** Wait before a room is joined again whose events we were told we may not hear. */
  rejoinBarred: 60_000,
  /** Answers without progress after which everything is loaded again. */
  stalledAnswers: 5,
  /** Back-off of our own requests, full jitter between these. */
  backoffMin: 500,
  backoffMax: 30_000,
  /** Refusals of a session in a row that may be those of one that is being renewed. */
  renewalTries: 4,
  /** First and longest wait after an answer without progress. */
  stalledMin: 1000,
  stalledMax: 30_000,
  /** How long a snapshot or range may take. */
  readTimeout: 15_000,

  /** Waits before the tries after the first; each is multiplied by 0.5 to 1.5. */
  sendRetries: [1000, 2000, 4000, 8000, 16_000],
  /** How long the server may take to answer a message. */
  sendTimeout: 10_000,
  /** A message that waited longer than this is not sent unasked. */
  sendStaleAfter: 86_400_000,
  /** A text begun is written to the device at most so often. */
  draftDelay: 500,
  /** How long the device may take to keep a message before it is sent unkept. */
  storageTimeout: 3000,
  /** Time between two looks for what tabs that are gone have left. */
  adoptEvery: 15_000,

  /** Least time between two reports that we type. */
  typingEvery: 3000,
  /** Without a key press for so long we have stopped typing. */
  typingIdle: 5000,
  /** Others stop typing so long after their last report. */
  typingExpiry: 7000,
  /** Delay before somebody who stopped vanishes. */
  typingHideDelay: 300,
  /** Above so many people online nobody's typing is shown or sent. */
  typingMaxOnline: 50,

  /** How long somebody who went counts as online. */
  presenceGrace: 10_000,

  /** Quiet time before the read cursor is sent, and the longest it may wait. */
  readDebounce: 500,
  readMaxWait: 2000,
  /** How long a row must be in view to count as read. */
  readDwell: 500,
  /** Wait before the delivered cursor is sent. */
  deliveredDelay: 1000,

  /** Messages of one author form a group when no further apart. */
  groupWithin: 300_000,

  /** Link down for so long shows as reconnecting, and for so long as offline. */
  reconnectingAfter: 2000,
  offlineAfter: 10_000,

  /** How long a room stays connected after the last holder let go. */
  linger: 1000,
  /** Least time between two renderings of incoming events, while visible and hidden. */
  commitVisible: 16,
  commitHidden: 50,
} as const
