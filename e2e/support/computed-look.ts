import type { Page } from '@playwright/test'

/** What a part looks like: its computed style, and that of what is drawn before and after it. */
export type Look = Readonly<Record<string, string>>

/**
 * What depends on the page's own font or on the size of what is inside; everything else has to be the same on every
 * page.
 */
const own =
  /^(?:--.*|(?:min-|max-)?(?:block-size|inline-size|width|height)|top|right|bottom|left|inset.*|.*-origin|font-.*|tab-size|text-rendering|-webkit-.*|text-size-adjust|accent-color|caret-color|quotes|d|x|y|r|cx|cy|rx|ry)$/

/** Looks that are told apart although they begin with `font-`. */
const told = ['font-size', 'font-weight', 'font-style', 'min-block-size', 'max-block-size']

/** Reads the look of every part of the room on the page, in the order of the document. */
export async function lookOf(
  page: Page,
): Promise<readonly (readonly [part: string, look: Look])[]> {
  return page.evaluate(
    ({ ownSource, told }) => {
      const own = new RegExp(ownSource)
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      if (canvas === null) {
        throw new Error('unable to compare colours; there is no canvas')
      }
      // One colour has many spellings, and build tools pick theirs.
      const plain = (value: string): string =>
        value.replace(/\b(?:rgba?|oklch|oklab|lab|lch|color)\([^()]*\)/g, (colour) => {
          canvas.clearRect(0, 0, 1, 1)
          canvas.fillStyle = colour
          canvas.fillRect(0, 0, 1, 1)
          return `#${[...canvas.getImageData(0, 0, 1, 1).data]
            .map((part) => (part >> 2).toString(16).padStart(2, '0'))
            .join('')}`
        })
      const read = (element: Element, pseudo: string): [string, string][] => {
        const style = getComputedStyle(element, pseudo)
        if (pseudo !== '' && pseudo !== '::placeholder' && style.content === 'none') {
          return []
        }
        // What is not there has properties all the same: a border its colour and style, an image its position.
        const isDrawn = (name: string): boolean => {
          if (name === 'background-position') {
            return style.backgroundImage !== 'none'
          }
          const side = /^border-(.+)-(?:color|style)$/.exec(name)?.[1]
          return side === undefined || style.getPropertyValue(`border-${side}-width`) !== '0px'
        }
        // Chromium tells 0 for an automatic margin once what is beside it was laid out again.
        const declared = pseudo === '' ? element.computedStyleMap() : undefined
        const valueOf = (name: string): string =>
          name.startsWith('margin-') && declared !== undefined
            ? String(declared.get(name))
            : style.getPropertyValue(name)
        return (
          [...style]
            .filter((name) => (told.includes(name) || !own.test(name)) && isDrawn(name))
            // what is drawn before and after a part has neither border nor padding that would count
            .filter((name) => pseudo === '' || name !== 'box-sizing')
            .map((name) => [`${pseudo} ${name}`.trim(), plain(valueOf(name))])
        )
      }
      return [...document.querySelectorAll(".cr-room [class^='cr-']")].map((element) => {
        const pseudos = ['', '::before', '::after']
        if (element.matches('textarea')) {
          pseudos.push('::placeholder')
        }
        const look = Object.fromEntries(pseudos.flatMap((pseudo) => read(element, pseudo)))
        return [element.getAttribute('class') ?? '', look] as const
      })
    },
    { ownSource: own.source, told },
  )
}

/** Says where one room looks different from another with the same markup; at most the first fifty places. */
export function differences(
  expected: Awaited<ReturnType<typeof lookOf>>,
  actual: Awaited<ReturnType<typeof lookOf>>,
): string[] {
  if (expected.length !== actual.length) {
    return [`${expected.length} parts have become ${actual.length}`]
  }
  const found = expected.flatMap(([part, look], index) => {
    const other = actual[index]?.[1] ?? {}
    return [...new Set([...Object.keys(look), ...Object.keys(other)])]
      .filter((name) => look[name] !== other[name])
      .map((name) => `${part} { ${name}: ${look[name] ?? 'none'} → ${other[name] ?? 'none'} }`)
  })
  return [...new Set(found)].slice(0, 50)
}
