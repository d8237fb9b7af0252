// Joins the sheets of src/styles into dist/styles.css. Syntax is left as written: what needs
// `light-dark()` and container queries cannot be made to work without them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { bundle } from 'lightningcss'

const { code } = bundle({ filename: 'src/styles.css', minify: true })
mkdirSync('dist', { recursive: true })
writeFileSync('dist/styles.css', code)
