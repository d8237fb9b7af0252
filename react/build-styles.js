// Makes the sheets of dist. What stands in src/parts.css gets its weight here: every selector that is all `:where()`
// is put below `.cr-room.cr-room`. Syntax is otherwise left as written, for the build of the app to lower.
import { mkdirSync, writeFileSync } from 'node:fs'
import { bundle } from 'lightningcss'

const room = { type: 'class', name: 'cr-room' }
const below = [room, room, { type: 'combinator', value: 'descendant' }]

const weighsNothing = (selector) =>
  selector.every(
    ({ type, kind }) => type === 'combinator' || type === 'pseudo-element' || kind === 'where',
  )

const weighed = {
  Selector: (selector) => (weighsNothing(selector) ? [...below, ...selector] : undefined),
}

const minified = (filename, visitor) => bundle({ filename, visitor, minify: true }).code.toString()

mkdirSync('dist', { recursive: true })
writeFileSync('dist/styles.css', minified('src/box.css') + minified('src/parts.css', weighed))
writeFileSync('dist/shadcn.css', minified('src/shadcn.css'))
