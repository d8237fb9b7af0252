/** What hooks and parts of the room go by unless told otherwise; times in milliseconds. */
export const uiDefaults = {
  /** Characters in a message. */
  maxContent: 4000,
  /** Quiet time before what is typed is searched for. */
  searchDebounce: 250,
  /** Characters in what is searched for. */
  maxQuery: 200,
  /** The reader is at the end within so many pixels of it. */
  atEndPixels: 80,
  /** How long a message that was asked for stands out. */
  highlight: 2000,
  /** More history is fetched so many viewports, or rows, from the edge. */
  prefetchViewports: 1.5,
  prefetchRows: 20,
  /** Names shown of those who type. */
  typingNames: 3,
  /** Names shown of those who have read; the others are a count. */
  receiptNames: 8,
  /** Names told of those who reacted; the others are a count. */
  reactionNames: 5,
} as const
