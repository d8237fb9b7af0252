import { expect, test } from 'vitest'
import { isolate } from '../../src/react/visible-text.js'

test.each([
  ['Bob', '\u2068Bob\u2069'],
  ['\u202Egnp.exe', '\u2068gnp.exe\u2069'],
  ['a\u2069\u202E b', '\u2068a  b\u2069'],
  ['\u0000\u200F', ''],
  ['', ''],
])('%j is put into a sentence as %j', (text, isolated) => {
  expect(isolate(text)).toBe(isolated)
})
