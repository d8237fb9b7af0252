/** Reads the texts of messages; knows nothing of rooms or of React. */
export { parse } from './blocks.js'
export { textOfHtml } from './from-html.js'
export { everybody, mentionNames, withMentions, withNames, type MentionNames } from './mentions.js'
export { plainText } from './plain-text.js'
export { replaceShortcodes } from './shortcodes.js'
export type { Block, Inline, ListItem } from './tree.js'
