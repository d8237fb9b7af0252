/** What pages say of elements, by the kind of sheet that says it: none of it may reach the parts of a room. */
export const hostSheets: Readonly<Record<string, string>> = {
  'a universal reset': `
    *, *::before, *::after { box-sizing: content-box; margin: 0; padding: 0; border: 0 solid #e5e7eb; }
    * { border-radius: 0; outline-color: red }`,
  'a reset that hands the font down': `
    html, body, div, span, h2, p, a, img, ul, li, form, label, article, header, textarea, button, time {
      margin: 0; padding: 0; border: 0; font: inherit; vertical-align: baseline;
    }
    article, header, section { display: block }
    body { font: 400 15px/1 sans-serif }
    ul { list-style: none }`,
  'selectors of attributes and states': `
    button, [type='button'], [type='submit'] {
      -webkit-appearance: button; background-color: transparent; background-image: none;
    }
    button, input, textarea { color: inherit; line-height: inherit; text-transform: uppercase }
    button:not(:disabled), [type='submit']:not(:disabled) { cursor: help }
    textarea, [role='log'] { border: 1px solid #6b7280; border-radius: 0; background: #fff; padding: 8px 12px }
    [role='list'] { padding-left: 2rem } [role='dialog'] { border: 3px solid red; background: white }
    [tabindex='0'] { margin: 5px } [aria-hidden='true'] { opacity: 0.5 }`,
  'text that is handed down': `
    body { letter-spacing: 0.1em; word-spacing: 0.5em; text-indent: 2em; text-transform: uppercase; text-align: center;
      font-style: italic; font-weight: 700; white-space: pre; line-height: 3; text-shadow: 1px 1px red }`,
  'rules for elements': `
    header { position: fixed; top: 0; left: 0; right: 0; height: 90px; background: #333; color: #fff; z-index: 9 }
    section { padding: 80px 0; min-height: 100vh } article { margin: 2rem 0; padding: 2rem; background: #eee }
    form { display: grid; max-width: 400px; margin: 0 auto; gap: 1rem } label { display: block; margin: 1rem }
    h2 { font-size: 3rem; text-transform: uppercase } h2::after { content: ''; border-bottom: 2px solid red }
    p { margin: 0 0 1rem; max-width: 60ch; line-height: 1.9; color: #222 }
    ul { padding-left: 40px } ul li { margin-bottom: 1em; color: #222 } ul li::before { content: '•' }
    a { font-weight: 700; color: #646cff; text-decoration: none } a:hover { color: #535bf2 }
    button { border-radius: 8px; border: 1px solid red; padding: 0.6em 1.2em; background: #1a1a1a; color: #fff;
      font-weight: 500; width: 100%; box-shadow: 0 0 4px red }
    textarea { width: 100%; height: 150px; border: 1px solid #ccc; resize: vertical }
    span, time, bdi { font-size: 30px; color: #222 } img { max-width: 100%; height: auto; border: 2px solid }
    svg { fill: red; width: 50px; height: 50px; margin: 10px }`,
}
