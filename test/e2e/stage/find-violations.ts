import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

/** The script that `findViolations` needs in the page, as the page's init script: the policy of the pages admits no other. */
export const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'))

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface Violation {
  id: string
  nodes: { target: string[]; failureSummary: string }[]
}

/** What axe asks: all, or what colours alone can break. */
const QUESTIONS = {
  all: { type: 'tag', values: TAGS },
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const

/** What axe finds against WCAG 2.2 A and AA on the page as it is now: rule, element, and why. */
export async function findViolations(
  page: Page,
  question: keyof typeof QUESTIONS = 'all',
): Promise<string[]> {
  const options = JSON.stringify({ runOnly: QUESTIONS[question], resultTypes: ['violations'] })
  // What fades in is measured when it has come.
  const violations = await page.evaluate<Violation[]>(`(async () => {
    const finite = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    for (const animation of finite) animation.finish()
    return (await axe.run(document, ${options})).violations
  })()`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id} at ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  )
}
