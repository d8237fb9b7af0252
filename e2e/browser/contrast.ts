import type { Page } from '@playwright/test'

/** Returns the signs on controls that stand out from their ground by less than 3 to 1; axe sees texts only. */
export async function faintSigns(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    if (canvas === null) {
      throw new Error('unable to measure colours; there is no canvas')
    }
    const over = (colours: readonly string[]): number => {
      canvas.clearRect(0, 0, 1, 1)
      for (const colour of colours) {
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
      }
      const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
        const share = part / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
    }
    const groundsOf = (element: Element | null): string[] =>
      element === null
        ? ['Canvas']
        : [...groundsOf(element.parentElement), getComputedStyle(element).backgroundColor]
    const signs = document.querySelectorAll(':is(button:not(:disabled), a[href]) svg')
    return [...signs].flatMap((sign) => {
      const grounds = groundsOf(sign)
      const [one, other] = [over(grounds), over([...grounds, getComputedStyle(sign).color])]
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      const control = sign.closest('button, a')
      return ratio >= 3 ? [] : [`${ratio.toFixed(1)}: ${control?.outerHTML.slice(0, 120)}`]
    })
  })
}
