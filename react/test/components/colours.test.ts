import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheet = (name: string): string => readFileSync(`src/styles/${name}.css`, 'utf8')

type Oklch = readonly [lightness: number, chroma: number, hue: number]

/** The colours of one scheme by the names of their variables. */
function colours(scheme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const declared = sheet('tokens').matchAll(/(--cr-[\w-]+):\s*([^;]+);/gu)
  return new Map(
    [...declared].map(([, name = '', value = '']) => {
      const pair = /^var\(--cr-light, (oklch\([^)]*\))\) var\(--cr-dark, (oklch\([^)]*\))\)$/u.exec(
        value,
      )
      return [name, (scheme === 'light' ? pair?.[1] : pair?.[2]) ?? value]
    }),
  )
}

function valueOf(all: ReadonlyMap<string, string>, name: string): Oklch {
  const value = all.get(name) ?? ''
  const reference = /^var\((--cr-[\w-]+)\)$/u.exec(value)?.[1]
  if (reference !== undefined) {
    return valueOf(all, reference)
  }
  const numbers = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/u.exec(value)?.slice(1).map(Number)
  const [lightness, chroma, hue] = numbers ?? []
  if (lightness === undefined || chroma === undefined || hue === undefined) {
    throw new Error(`${name} is no plain colour: ${value}`)
  }
  return [lightness, chroma, hue]
}

/** Relative luminance of a colour, cut to what a screen of sRGB can show. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const cut = (value: number): number => Math.min(1, Math.max(0, value))
  const red = cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one: Oklch, other: Oklch): number => {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const texts = [
  ['text', 'canvas'],
  ['text', 'surface'],
  ['text', 'raised'],
  ['quiet', 'canvas'],
  ['quiet', 'surface'],
  ['quiet', 'raised'],
  ['quiet', 'sunken'],
  ['accent', 'canvas'],
  ['accent', 'raised'],
  ['accent', 'bubble'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['danger', 'canvas'],
  ['danger', 'danger-soft'],
  ['warning', 'warning-soft'],
  ['bubble-text', 'bubble'],
  ['bubble-meta', 'bubble'],
  ['own-text', 'own-bubble'],
  ['own-meta', 'own-bubble'],
] as const

const graphics = [
  ['edge', 'surface'],
  ['edge', 'raised'],
  ['edge', 'sunken'],
  ['online', 'surface'],
  ['online', 'raised'],
  ['focus', 'canvas'],
  ['focus', 'raised'],
  ['own-read', 'own-bubble'],
] as const

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  const all = colours(scheme)
  const between = (one: string, other: string): number =>
    contrast(valueOf(all, `--cr-${one}`), valueOf(all, `--cr-${other}`))

  it.each(texts)('%s is read on %s', (one, other) => {
    expect(between(one, other)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(graphics)('%s is seen on %s', (one, other) => {
    expect(between(one, other)).toBeGreaterThanOrEqual(3)
  })
})

describe('what is written on the accent', () => {
  it.each(['base', 'composer', 'timeline'])('has its own colour: %s', (name) => {
    const rules = sheet(name).match(/\{[^{}]*background: var\(--cr-accent\);[^{}]*\}/gu) ?? []

    expect(rules.length).toBeGreaterThan(0)
    for (const rule of rules) {
      expect(rule).toContain('  color: var(--cr-on-accent);')
    }
  })
})
