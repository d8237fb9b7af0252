import { expect, test } from 'vitest'
import { replaceShortcodes } from '../../src/format/index.js'

test.each([
  ['well done :tada:', 'well done 🎉'],
  [':+1::-1: :100:', '👍👎 💯'],
  ['(:heart:), :white_check_mark:!', '(❤️), ✅!'],
  [':thumbsup: :hankey: :construction: :smile:', '👍 💩 🚧 😄'],
  ['`a` :tada: `b`', '`a` 🎉 `b`'],
  ['> :tada:\n- :tada:', '> 🎉\n- 🎉'],
])('%j is sent as %j', (text, sent) => {
  expect(replaceShortcodes(text)).toBe(sent)
})

test.each([
  ':no_such_name:',
  'at 12:100:30',
  'https://example.com/:smile:/',
  'std::tada',
  'a:x:b',
  ':tada:s',
  '`:tada:` and ``:tada:``',
  '```\n:tada:\n```',
  '> ```\n> :tada:\n> ```',
  '```\n:tada:',
  ': tada :',
  ':',
])('%j stays as typed', (text) => {
  expect(replaceShortcodes(text)).toBe(text)
})
