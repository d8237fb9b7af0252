import { expect, test } from 'vitest'
import { textOfHtml } from '../../src/format/index.js'

test.each([
  ['<b>a</b> and <strong>b</strong>', '**a** and **b**'],
  ['<i>a</i> <em>b</em> <s>c</s> <del>d</del>', '*a* *b* ~~c~~ ~~d~~'],
  ['<b><i>a</i></b>', '***a***'],
  ['<b>a <b>b</b></b>', '**a b**'],
  ['x<b> a </b>y', 'x **a** y'],
  ['<b>a<br>b</b>', '**a**\n**b**'],
  ['<span style="font-weight:700">a</span> <span style="font-style:italic">b</span>', '**a** *b*'],
  ['<b style="font-weight:normal">a <i>b</i></b>', 'a *b*'],
  ['use <code>npm  i</code>', 'use `npm i`'],
  ['<pre><code>let a\n  b\n\n\nc\n</code></pre>', '```\nlet a\n  b\n\n\nc\n```'],
  ['<p>a</p><blockquote><p>b</p><p>c</p></blockquote><p>d</p>', 'a\n\n> b\n> \n> c\n\nd'],
  ['<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul>', '- a\n- b\n  - c'],
  ['<ol start="3"><li>a<li>b</ol>', '3. a\n4. b'],
  ['<h2>Title</h2><p>text</p>', '**Title**\n\ntext'],
  ['<a href="https://example.com/a_(b)">a</a>', '[a](https://example.com/a_%28b%29)'],
  ['<b>x</b> <a href="https://example.com/">https://example.com</a>', '**x** https://example.com'],
  ['<b>x</b> <a href="javascript:alert(1)">a</a>', '**x** a'],
  ['<b>x</b><script>alert(1)</script><style>p{}</style>', '**x**'],
  ['<b>x</b> *y* snake_case', '**x** \\*y\\* snake\\_case'],
  ['<b>x</b> snake_case 2 * 3', '**x** snake_case 2 * 3'],
  ['<div>a</div><div><i>b</i></div>', 'a\n*b*'],
  ['<div style="white-space: pre-wrap">a\n<b>b</b></div>', 'a\n**b**'],
])('%j becomes marks', (html, text) => {
  expect(textOfHtml(html)).toBe(text)
})

test.each([
  '',
  'plain <span>text</span>',
  '<p>one</p><p>two</p>',
  '<meta charset="utf-8"><div style="white-space: pre;"><span style="font-style: italic">let</span></div>',
  '<a href="https://example.com">https://example.com</a>',
  `<b>${'x'.repeat(500_001)}</b>`,
])('what plain text says as well is left to the browser: %#', (html) => {
  expect(textOfHtml(html)).toBeUndefined()
})

test('nothing in it is run, loaded or put into the page, however deep it is', () => {
  const before = document.documentElement.innerHTML

  const text = textOfHtml(
    `${'<div>'.repeat(3000)}<b>deep</b><img src=x onerror="document.title='run'">`,
  )

  expect(text === undefined || text.includes('deep')).toBe(true)
  expect(document.documentElement.innerHTML).toBe(before)
  expect(document.title).toBe('')
})
