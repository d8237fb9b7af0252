import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkify } from '../../src/format/linkify.js'

const links = (text: string): readonly string[] =>
  linkify(text).flatMap((part) => (part.kind === 'link' ? [`${part.text} -> ${part.href}`] : []))

describe('linkify', () => {
  it.each([
    [
      'see https://example.com/a?b=1#c now',
      'https://example.com/a?b=1#c -> https://example.com/a?b=1#c',
    ],
    ['www.example.com works', 'www.example.com -> https://www.example.com/'],
    ['write to ada@example.org!', 'ada@example.org -> mailto:ada@example.org'],
    ['mailto:ada@example.org', 'mailto:ada@example.org -> mailto:ada@example.org'],
    ['(https://example.com/a_(b))', 'https://example.com/a_(b) -> https://example.com/a_(b)'],
    ['Is it https://example.com?', 'https://example.com -> https://example.com/'],
    ['https://example.com/ä', 'https://example.com/ä -> https://example.com/%C3%A4'],
    ['「https://example.com」', 'https://example.com -> https://example.com/'],
    ['（https://example.com/a）。', 'https://example.com/a -> https://example.com/a'],
    ['https://example.comを見て', 'https://example.com -> https://example.com/'],
    [
      '見てhttps://ja.wikipedia.org/wiki/日本、',
      'https://ja.wikipedia.org/wiki/日本 -> https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC',
    ],
    ['https://例え.テスト/x', 'https://例え.テスト/x -> https://xn--r8jz45g.xn--zckzah/x'],
    ['انظر https://example.com/a؟', 'https://example.com/a -> https://example.com/a'],
    ['https://example.com،', 'https://example.com -> https://example.com/'],
    ['«https://example.com»', 'https://example.com -> https://example.com/'],
    ["https://example.com/it's", "https://example.com/it's -> https://example.com/it's"],
    ["'https://example.com/'", 'https://example.com/ -> https://example.com/'],
    ['https://example.com/\u202egpj.exe', 'https://example.com/ -> https://example.com/'],
    ['https://example.com/a\u200b', 'https://example.com/a -> https://example.com/a'],
    ['http://localhost:3000/x?y=1', 'http://localhost:3000/x?y=1 -> http://localhost:3000/x?y=1'],
    ['http://[::1]:3000/', 'http://[::1]:3000/ -> http://[::1]:3000/'],
    ['jürgen@example.com', 'jürgen@example.com -> mailto:j%C3%BCrgen@example.com'],
    ['メールada@example.orgまで', 'ada@example.org -> mailto:ada@example.org'],
  ])('finds the link in %j', (text, link) => {
    expect(links(text)).toEqual([link])
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt://example.com/%0Aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox',
    'file:///etc/passwd',
    'ftp://example.com',
    'https://',
    'a@b',
    '@a@b.example',
    'a@b@c.example',
    'https://bank.example@evil.example/x',
    'plain words, 1.5 and e.g. this',
  ])('leaves %j alone', (text) => {
    expect(links(text)).toEqual([])
  })

  it('keeps every character, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          linkify(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })

  it('links to nothing but http, https and mailto', () => {
    const scheme = fc.constantFrom(
      'javascript:',
      'data:',
      'http://',
      'https://',
      'www.',
      'mailto:',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(scheme, fc.string()), { maxLength: 6 }), (pieces) => {
        for (const part of linkify(pieces.join(''))) {
          if (part.kind === 'link') {
            expect(part.href).toMatch(/^(https?:\/\/|mailto:)/u)
          }
        }
      }),
    )
  })

  it('takes time in proportion to the text, not to its square', () => {
    const text = 'https://a.b/'.repeat(4000) + 'x@'.repeat(20_000)
    const from = performance.now()

    linkify(text)

    expect(performance.now() - from).toBeLessThan(500)
  })
})
