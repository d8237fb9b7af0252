import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Returns what axe-core finds wrong with the page: the rule and the first elements that break it.
 * What fades in is judged once it stands: half of a fade has half of the contrast.
 */
export async function violations(page: Page): Promise<string[]> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) =>
          animation.playState !== 'running' ||
          animation.effect?.getComputedTiming().endTime === Infinity,
      ),
  )
  await page.evaluate(source) // not a script tag, which the page's own policy forbids
  return page.evaluate(async () => {
    const found: unknown = await (
      window as unknown as { axe: { run: () => Promise<unknown> } }
    ).axe.run()
    const { violations } = found as {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
    }
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.html} ${node.failureSummary}`)
          .join(' | ')}`,
    )
  })
}
