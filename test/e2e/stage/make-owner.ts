import type { BrowserContextOptions } from 'playwright-core'
import type { Stage } from './open-stage.ts'

export type SignedIn = NonNullable<BrowserContextOptions['storageState']>

export const OWNER = { name: 'Olga Owner', email: 'olga@example.com', password: 'a-long-password-1' }

/** Sets the installation up without the browser; gives what a context needs to be the owner's. */
export async function makeOwner(stage: Stage): Promise<SignedIn> {
  const context = await stage.browser.newContext({ extraHTTPHeaders: { origin: stage.url } })
  try {
    const made = await context.request.post(`${stage.url}/api/v1/setup`, { data: OWNER })
    if (!made.ok()) throw new Error(`set-up answered ${made.status()}: ${await made.text()}`)
    const { email, password } = OWNER
    const signedIn = await context.request.post(`${stage.url}/api/auth/sign-in/email`, {
      data: { email, password },
    })
    if (!signedIn.ok()) throw new Error(`sign-in answered ${signedIn.status()}: ${await signedIn.text()}`)
    return await context.storageState()
  } finally {
    await context.close()
  }
}
