import { readdirSync, readFileSync } from 'node:fs'
import { bundle, transform, type Selector } from 'lightningcss'
import { describe, expect, it } from 'vitest'

const folder = 'src/styles'
const sources = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(`${folder}/${name}`, 'utf8'),
}))
const all = sources.map(({ text }) => text).join('\n')

/** Every selector of a sheet with all that it imports. */
function selectorsOf(filename: string): readonly Selector[] {
  const found: Selector[] = []
  bundle({
    filename,
    visitor: {
      Rule: {
        style: ({ value }) => {
          found.push(...value.selectors)
        },
      },
    },
  })
  return found
}

const weighsNothing = (selector: Selector): boolean =>
  selector.every(
    (part) =>
      part.type === 'combinator' ||
      part.type === 'pseudo-element' ||
      (part.type === 'pseudo-class' && part.kind === 'where'),
  )

describe('the sheet', () => {
  it('writes its parts without weight, so that each gets the same', () => {
    const selectors = selectorsOf('src/parts.css')

    expect(selectors.length).toBeGreaterThan(50)
    expect(selectors.filter((selector) => !weighsNothing(selector))).toEqual([])
  })

  it('leaves no colour to light-dark(), which build tools rewrite', () => {
    expect(sources.filter(({ text }) => /light-dark\(\w/u.test(text))).toEqual([])
  })

  it('names every colour: outside of the variables there are none', () => {
    const colour = /(?:#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab)\()/giu
    const own = sources
      .filter(({ name }) => !['tokens.css', 'avatar.css'].includes(name))
      .map(({ name, text }) => ({
        name,
        colours: text.replaceAll(/--cr-author,[^;]*/gu, '').match(colour),
      }))
      // the mask of the list's edge is a shape
      .filter(
        ({ name, colours }) =>
          colours !== null && !(name === 'timeline.css' && colours.length === 1),
      )

    expect(own).toEqual([])
  })

  it('has its variables explained in README.md, all of them and no others', () => {
    const internal = new Set(['--cr-light', '--cr-dark', '--cr-scheme', '--cr-hue', '--cr-joint'])
    const used = new Set((all.match(/--cr-[a-z-]+/gu) ?? []).filter((name) => !internal.has(name)))
    const manual = readFileSync('README.md', 'utf8')
    const rows = manual.match(/^\| `--cr-[^|]*\|/gmu) ?? []
    const explained = new Set(rows.join('').match(/--cr-[a-z-]+/gu))

    expect([...explained].toSorted()).toEqual([...used].toSorted())
  })

  it('maps only variables that there are to those of shadcn/ui', () => {
    const mapped = new Set<string>()
    transform({
      filename: 'shadcn.css',
      code: readFileSync('src/shadcn.css'),
      visitor: {
        Declaration: {
          custom: ({ name }) => {
            mapped.add(name)
          },
        },
      },
    })

    expect(mapped.size).toBeGreaterThan(20)
    expect([...mapped].filter((name) => !all.includes(`  ${name}: `))).toEqual([])
  })
})
