import type { Page } from 'playwright-core'
import { AXE, findViolations } from './find-violations.ts'
import { openPage } from './open-page.ts'
import type { Stage } from './open-stage.ts'
import type { SignedIn } from './make-owner.ts'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
/** The second theme changes nothing but colours. */
const THEMES = [
  ['light', 'all'],
  ['dark', 'colours'],
] as const

/** A desk and a phone of one person. */
export async function openScreens(stage: Stage, storageState?: SignedIn): Promise<Page[]> {
  const pages: Page[] = []
  for (const viewport of SIZES)
    pages.push(
      await stage.visit({
        viewport,
        initScript: AXE,
        ...(storageState === undefined ? {} : { storageState }),
      }),
    )
  return pages
}

/**
 * Opens a path on each screen, brings the page into a state by `act`, and looks at it in light and dark: what breaks a
 * rule of accessibility, and what makes the document scroll: parts of a page may, the page itself never.
 */
export async function lookAt(
  screens: readonly Page[],
  path: string,
  act: (page: Page) => Promise<unknown>,
): Promise<string[]> {
  const faults: string[] = []
  for (const page of screens) {
    await openPage(page, path)
    await act(page)
    for (const [colorScheme, question] of THEMES) {
      await page.emulateMedia({ colorScheme })
      const found = [...(await findViolations(page, question)), ...(await overflow(page))]
      faults.push(...found.map((fault) => `${page.viewportSize()?.width} px, ${colorScheme}: ${fault}`))
    }
  }
  return faults
}

async function overflow(page: Page): Promise<string[]> {
  const root = 'document.documentElement'
  const [width, height] = await page.evaluate<[number, number]>(
    `[${root}.scrollWidth - ${root}.clientWidth, ${root}.scrollHeight - ${root}.clientHeight]`,
  )
  return [
    ...(width > 0 ? [`the page is ${width} px wider than the screen`] : []),
    ...(height > 0 ? [`the page is ${height} px higher than the screen`] : []),
  ]
}
