const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/** The whole address, if following it is safe: nothing but http, https and mailto. */
export function addressOf(written: string): string | undefined {
  if (!URL.canParse(written)) {
    return undefined
  }
  const url = new URL(written)
  const where = url.protocol === 'mailto:' ? url.pathname : url.hostname
  return schemes.has(url.protocol) && where !== '' ? url.href : undefined
}
