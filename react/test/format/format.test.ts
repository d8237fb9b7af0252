import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, plainText, type Block, type Inline } from '../../src/format/index.js'

const inline = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text
        case 'code':
          return `<code>${node.text}</code>`
        case 'mention':
          return `<@${node.id ?? ''}>`
        case 'link':
          return `<a ${node.href}>${inline(node.children)}</a>`
        case 'strong':
        case 'em':
        case 'del':
          return `<${node.kind}>${inline(node.children)}</${node.kind}>`
      }
    })
    .join('')

const drawn = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return inline(block.children)
        case 'pre':
          return `<pre ${block.language ?? ''}>${block.text}</pre>`
        case 'quote':
          return `<quote>${drawn(block.children)}</quote>`
        case 'list':
          return `<list>${block.items
            .map(({ number, children }) => `<${number ?? '-'}>${drawn(children)}</>`)
            .join('')}</list>`
      }
    })
    .join('|')

const draw = (text: string): string => drawn(parse(text))

describe('emphasis', () => {
  it.each([
    ['**a**', '<strong>a</strong>'],
    ['__a b__', '<strong>a b</strong>'],
    ['*a*', '<em>a</em>'],
    ['_a_', '<em>a</em>'],
    ['~~a~~', '<del>a</del>'],
    ['***a***', '<strong><em>a</em></strong>'],
    ['***a* b**', '<strong><em>a</em> b</strong>'],
    ['***a** b*', '<em><strong>a</strong> b</em>'],
    ['***a** b', '*<strong>a</strong> b'],
    ['*a **b***', '<em>a <strong>b</strong></em>'],
    ['**a *b***', '<strong>a <em>b</em></strong>'],
    ['**a _b_ ~~c~~**', '<strong>a <em>b</em> <del>c</del></strong>'],
    ['(*a*), "_b_"!', '(<em>a</em>), "<em>b</em>"!'],
    ['**N**orth', '<strong>N</strong>orth'],
    ['これは**太字**と*斜体*です', 'これは<strong>太字</strong>と<em>斜体</em>です'],
    ['*a\nb*', '<em>a\nb</em>'],
    ['**a**b**c**', '<strong>a</strong>b<strong>c</strong>'],
    ['**a **b**', '**a <strong>b</strong>'],
    ['*a **b* c**', '<em>a **b</em> c**'],
  ])('is read in %j', (text, result) => {
    expect(draw(text)).toBe(result)
  })

  it.each([
    'snake_case_name and __dunder__x',
    '2*3*4 = 24',
    '2 * 3 * 4',
    'one * two*',
    '~a~ and ~~~b~~~',
    '**',
    '****',
    '** a **',
    '*a',
    'a**',
    '*a\n\nb*',
    '****a****',
    '<b>a</b> &amp; # not a heading',
    'a | b\n--|--\n1 | 2',
  ])('is not in %j', (text) => {
    expect(draw(text)).toBe(text)
  })

  it.each([
    ['\\*a\\*', '*a*'],
    ['\\**a*', '*<em>a</em>'],
    ['\\_a\\_ \\~~a~~ \\`a`', '_a_ ~~a~~ `a`'],
    ['\\[a](https://example.com/)', '[a](<a https://example.com/>https://example.com/</a>)'],
    ['C:\\new\\dir', 'C:\\new\\dir'],
    ['¯\\_(ツ)_/¯ **a**', '¯\\_(ツ)_/¯ <strong>a</strong>'],
    ['a\\', 'a\\'],
    ['\\> a', '> a'],
    ['\\- a', '- a'],
    ['1\\. a', '1. a'],
    ['\\\\server\\share', '\\\\server\\share'],
  ])('and a backslash in %j', (text, result) => {
    expect(draw(text)).toBe(result)
  })
})

describe('code', () => {
  it.each([
    ['`a`', '<code>a</code>'],
    ['a`b`c', 'a<code>b</code>c'],
    ['`**a**`', '<code>**a**</code>'],
    ['**`a`**', '<strong><code>a</code></strong>'],
    ['`` a`b ``', '<code>a`b</code>'],
    ['`` `a` ``', '<code>`a`</code>'],
    ['`a\\`', '<code>a\\</code>'],
    ['`https://example.com`', '<code>https://example.com</code>'],
    ['```a b```', '<code>a b</code>'],
    ['*a `b* c`', '*a <code>b* c</code>'],
    ['`a', '`a'],
    ['`a\nb`', '`a\nb`'],
    ['``a`', '``a`'],
  ])('in a line: %j', (text, result) => {
    expect(draw(text)).toBe(result)
  })

  it.each([
    ['```\na\n```', '<pre >a</pre>'],
    ['```ts\nlet a\n\n  b\n```', '<pre ts>let a\n\n  b</pre>'],
    ['```c++\na\n```\nb', '<pre c++>a</pre>|b'],
    ['see\n```\n**a**\n> b\n```', 'see|<pre >**a**\n> b</pre>'],
    ['```\na', '<pre >a</pre>'],
    ['```\na\n\n\nb', '<pre >a\n\n\nb</pre>'],
    ['```const a = 1\na++```', '<pre >const a = 1\na++</pre>'],
    ['````\n```\na\n```\n````', '<pre >```\na\n```</pre>'],
    ['```\na\n``\n```', '<pre >a\n``</pre>'],
    ['```\nfoo```', '<pre >foo</pre>'],
    ['```foo\n```', '<pre >foo</pre>'],
    ['```\n```', '```\n```'],
    ['```', '```'],
    ['a ```\nb', 'a ```\nb'],
    ['``\na\n``', '``\na\n``'],
  ])('in a block: %j', (text, result) => {
    expect(draw(text)).toBe(result)
  })
})

describe('quotes and lists', () => {
  it.each([
    ['> a', '<quote>a</quote>'],
    ['> a\n>\n> *b*', '<quote>a\n\n<em>b</em></quote>'],
    ['> a\nb', '<quote>a</quote>|b'],
    ['a\n\n> b\n\nc', 'a|<quote>b</quote>|c'],
    ['> > a\n> b', '<quote><quote>a</quote>|b</quote>'],
    ['> - a\n> - b', '<quote><list><->a</><->b</></list></quote>'],
    ['> ```\n> a\n> ```\nb', '<quote><pre >a</pre></quote>|b'],
    ['>_<', '>_<'],
    ['>a', '>a'],
    ['>', '>'],
    ['> ', '> '],
    ['- a\n- b', '<list><->a</><->b</></list>'],
    ['* a\n* *b*', '<list><->a</><-><em>b</em></></list>'],
    ['1. a\n2. b', '<list><1>a</><2>b</></list>'],
    ['3. a\n7. b', '<list><3>a</><7>b</></list>'],
    ['x\n- a\ny', 'x|<list><->a</></list>|y'],
    ['- a\n1. b', '<list><->a</></list>|<list><1>b</></list>'],
    ['- a\n  - b\n  - c\n- d', '<list><->a|<list><->b</><->c</></list></><->d</></list>'],
    ['1. a\n   - b\n2. c', '<list><1>a|<list><->b</></list></><2>c</></list>'],
    ['- a\n\t- b', '<list><->a|<list><->b</></list></></list>'],
    ['- a\n  b\n  c', '<list><->a\nb\nc</></list>'],
    ['-a', '-a'],
    ['-', '-'],
    ['- ', '- '],
    ['1.5 is not a list', '1.5 is not a list'],
    ['007. a', '007. a'],
    ['a\n\n\nb\n', 'a\n\n\nb\n'],
    ['a\r\nb\rc', 'a\nb\nc'],
  ])('%j', (text, result) => {
    expect(draw(text)).toBe(result)
  })

  it('are text below the third level', () => {
    expect(draw('> > > > > a')).toBe('<quote><quote><quote>> > a</quote></quote></quote>')
  })
})

describe('links', () => {
  it.each([
    ['[a](https://example.com/)', '<a https://example.com/>a</a>'],
    ['[a b](mailto:ada@example.org)', '<a mailto:ada@example.org>a b</a>'],
    [
      '[**a** `b`](https://example.com/)',
      '<a https://example.com/><strong>a</strong> <code>b</code></a>',
    ],
    ['**[a](https://example.com/)**', '<strong><a https://example.com/>a</a></strong>'],
    ['*a [b* c](https://example.com/)*', '<em>a <a https://example.com/>b* c</a></em>'],
    ['[a](https://example.com/b_(c))d', '<a https://example.com/b_(c)>a</a>d'],
    ['[[1] a](https://example.com/)', '<a https://example.com/>[1] a</a>'],
    [
      '[b [a](https://example.com/)](https://example.org/)',
      '[b <a https://example.com/>a</a>](<a https://example.org/>https://example.org/</a>)',
    ],
    ['[a](https://example.com/b c)', '[a](<a https://example.com/b>https://example.com/b</a> c)'],
    ['![a](https://example.com/)', '!<a https://example.com/>a</a>'],
    [
      'see https://example.com/a_b_c *now*',
      'see <a https://example.com/a_b_c>https://example.com/a_b_c</a> <em>now</em>',
    ],
    [
      '**https://example.com/**',
      '<strong><a https://example.com/>https://example.com/</a></strong>',
    ],
    [
      '[https://example.com/](https://example.com/)',
      '<a https://example.com/>https://example.com/</a>',
    ],
  ])('%j', (text, result) => {
    expect(draw(text)).toBe(result)
  })

  it.each([
    '[a](javascript:alert(1))',
    '[a](data:text/html,x)',
    '[a](/path)',
    '[a](https://)',
    '[a] (b)',
    '[a]()',
    '[a](b',
    '[](mailto:)',
  ])('are none in %j', (text) => {
    expect(draw(text)).toBe(text)
  })

  it.each([
    '[https://bank.example](https://evil.example/)',
    '[www.bank.example now](https://evil.example/)',
    '[bank](https://bank.example@evil.example/)',
    '[\u200b](https://evil.example/)',
  ])('do not hide where they lead: %j', (text) => {
    expect(draw(text)).not.toMatch(/<a https:\/\/evil[^>]*>(?!https:\/\/evil)/u)
    expect(plainText(text, String)).toBe(text)
  })
})

describe('plain text', () => {
  it('says everything but the marks', () => {
    const text = '**a** `b`\n> ~~c~~\n- d\n- [e](https://example.com/)\n1. f\n```js\ng\n```'

    expect(plainText(text, String)).toBe('a b\nc\nd\ne\n1. f\ng')
  })
})

const marks = [
  '*',
  '**',
  '_',
  '__',
  '~~',
  '`',
  '```',
  '[',
  '](',
  ')',
  '\\',
  '> ',
  '- ',
  '1. ',
  '\n',
  '\n\n',
  ' ',
  '  ',
]
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(...marks),
    fc.constantFrom(
      '](https://example.com/)',
      'javascript:',
      'https://example.com/',
      'ada@example.org',
    ),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  ),
  { maxLength: 60 },
)

function* linksIn(nodes: readonly (Block | Inline)[]): Generator<string> {
  for (const node of nodes) {
    if (node.kind === 'link') {
      yield node.href
    }
    if (node.kind === 'list') {
      for (const { children } of node.items) {
        yield* linksIn(children)
      }
    } else if ('children' in node) {
      yield* linksIn(node.children)
    }
  }
}

function depthOf(nodes: readonly (Block | Inline)[]): number {
  return nodes.reduce((most, node) => {
    const inside =
      node.kind === 'list'
        ? Math.max(...node.items.map(({ children }) => depthOf(children)))
        : 'children' in node
          ? depthOf(node.children)
          : 0
    return Math.max(most, inside + 1)
  }, 0)
}

describe('any text', () => {
  it('links to nothing but http, https and mailto', () => {
    fc.assert(
      fc.property(pieces, (all) => {
        for (const href of linksIn(parse(all.join('')))) {
          expect(href).toMatch(/^(?:https?:\/\/|mailto:)/u)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps every character that is no mark, in order', () => {
    const letters = fc.constantFrom('ä', '日', '👍', 'ß', '<', '&', '|', '~')
    const visible = (text: string): string => text.replaceAll(/[\s*_`[\]()>\\.~\d-]/gu, '')
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...marks), letters), { maxLength: 80 }),
        (all) => {
          const text = all.join('')
          expect(visible(plainText(text, String))).toBe(visible(text))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is read, halves of characters included', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom('\ud83d', ...marks),
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), (all) => {
        expect(() => plainText(all.join(''), String)).not.toThrow()
      }),
    )
  })

  it('is itself when it has no marks', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ,:;!?'"\n#|<&äß日]{0,80}$/u), (text) => {
        expect(draw(text)).toBe(text)
      }),
    )
  })

  const pathological = [
    '*',
    '_',
    '~~',
    '[',
    ']',
    '`',
    '<@',
    '\\',
    '(',
    '> ',
    '- ',
    '1. ',
    '\n',
    '**a ',
    '*a **b ',
    '_a_',
    '[a](',
    '](',
    '[a](https://b.c ',
    '`` ` ',
    '```\n',
    '```\na\n',
    '> ```\n',
    '  - a\n',
    '- ',
    '> a\n\n',
    '[[a](https://a.b/)',
    '***a ',
    '~~a *b __c ',
    'https://a.b/ ',
    '[https://a.b/ ',
    '](https://a.b/)',
    '\n\n*a',
    '>\n',
  ].map((unit) => [unit] as const)

  it.each(pathological)('takes time in proportion to its length: %j again and again', (unit) => {
    // With the square of this length it would be minutes.
    const text = unit.repeat(100_000 / unit.length)
    const from = performance.now()

    const blocks = parse(text)

    expect(performance.now() - from).toBeLessThan(3000)
    expect(depthOf(blocks)).toBeLessThan(20)
    expect(plainText(text, String).length).toBeLessThanOrEqual(text.length)
  })

  it('of many runs of different length takes no longer', () => {
    const text = Array.from({ length: 600 }, (_, i) => '`'.repeat(i + 1)).join(' ')
    const from = performance.now()

    expect(plainText(text, String)).toBe(text)

    expect(performance.now() - from).toBeLessThan(1000)
  })
})
