import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mentionNames, plainText, withMentions, withNames } from '../../src/format/index.js'

const names = mentionNames([
  { id: '1', name: 'Ada' },
  { id: '2', name: 'Ada Lovelace' },
  { id: '3', name: 'Ada' },
  { id: '4', name: 'José' },
  { id: '5', name: '' },
])

test.each([
  ['hello @Ada', 'hello <@1>'],
  ['@Ada, @José!', '<@1>, <@4>!'],
  ['(@ada)', '(<@1>)'],
  ['@Ada Lovelace and @Ada (2)', '<@2> and <@3>'],
  ['@Ada and **@José**', '<@1> and **<@4>**'],
  ['> @Ada\n- @Ada', '> <@1>\n- <@1>'],
  ['@@Ada', '@<@1>'],
])('%j is sent as %j', (typed, sent) => {
  expect(withMentions(typed, names, false)).toBe(sent)
})

test.each([
  'ada@Ada.example',
  '@Adam',
  '@Ada2',
  '@nobody',
  '`@Ada`',
  '```\n@Ada\n```',
  '<@1>',
  '@room',
  '@ Ada',
  '@',
])('%j stays as typed', (typed) => {
  expect(withMentions(typed, names, false)).toBe(typed)
})

test('everybody is mentioned by who may', () => {
  expect(withMentions('@room: @roommate, room@room', names, true)).toBe(
    '<!room>: @roommate, room@room',
  )
})

test('names stand for tokens where a message is edited; who is unknown stays a token', () => {
  expect(withNames('<@1> <@3> <@9> <!room> `<@1>`', names.nameOf)).toBe(
    '@Ada @Ada (2) <@9> @room `<@1>`',
  )
})

test('a text is the same after it was edited without a change', () => {
  const words = fc.constantFrom(
    '<@1>',
    '<@2>',
    '<@3>',
    '<@4>',
    '<@9>',
    '<!room>',
    'x',
    ' ',
    '`',
    '@',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(words), (all) => {
      // Names that touch a word are none.
      const text = all.join(' ')
      expect(withMentions(withNames(text, names.nameOf), names, true)).toBe(text)
    }),
  )
})

test('mentions are read among marks and links, and told by name', () => {
  const nameOf = (id: string | undefined): string =>
    id === undefined ? 'room' : (names.nameOf(id) ?? 'Somebody')
  const say = (text: string): string => plainText(text, nameOf)
  expect(say('**<@1>** and *<@4>* see [this <@9>](https://example.com)')).toBe(
    '@Ada and @José see this @Somebody',
  )
  expect(say('<!room> <@> <@a b> <@1 `<@1>` https://example.com/<@1>')).toBe(
    '@room <@> <@a b> <@1 <@1> https://example.com/@Ada',
  )
})
