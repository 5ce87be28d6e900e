import type { Page } from 'playwright-core'

/** Goes to a path and waits until the page answers to clicks and keys: Kit adds its announcer when it has taken over. */
export async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await isAwake(page)
}

/** Waits until the page that was loaded has come to life. */
export async function isAwake(page: Page): Promise<void> {
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
}
