import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../runner/chromium.ts'
import { untilStored } from './stage/ask-api.ts'
import { makeOwner } from './stage/make-owner.ts'
import { isAwake, openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const SETTINGS = '/p/default/settings'
/** The link to the trace that the first test sends. */
const FIRST = `[data-trace="${idOf(1, 32)}"]`
const VIEWER = { name: 'Vera Viewer', email: 'vera@example.com', password: 'a-long-password-2' }

describeInBrowser('settings', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    const storageState = await makeOwner(stage)
    page = await stage.visit({ storageState })
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const dialog = (name: string) => page.getByRole('dialog', { name })

  test('a key is shown once, sends traces until it is revoked, and is refused from then on', async () => {
    await openPage(page, `${SETTINGS}/keys`)
    await page.getByRole('button', { name: 'New key' }).click()
    await dialog('New API key').getByLabel('Name').fill('the shop')
    await dialog('New API key').getByRole('button', { name: 'Create key' }).click()
    const key = await dialog('Copy the key now').locator('.secret code').innerText()
    expect(key.length).toBeGreaterThan(30)
    await dialog('Copy the key now').getByRole('button', { name: 'I have copied it' }).click()
    await dialog('Copy the key now').waitFor({ state: 'detached' })
    await page.getByRole('row', { name: 'the shop' }).waitFor()
    expect(await page.content()).not.toContain(key)
    await page.reload()
    await page.getByRole('row', { name: 'the shop' }).waitFor()
    expect(await page.content()).not.toContain(key)

    const send = (id: number) => sendSpans(stage, idOf(id, 32), Date.now(), [{ id, name: 'with a key' }], key)
    expect(await send(1)).toBe(200)
    await untilStored(stage, idOf(1, 32), 1)

    await isAwake(page)
    await page.getByRole('button', { name: 'Revoke the shop' }).click()
    await dialog('Revoke the shop?').getByRole('button', { name: 'Revoke key' }).click()
    await page.getByRole('row', { name: 'the shop' }).getByText('revoked').waitFor()
    // Keys are remembered for five seconds.
    await expect.poll(() => send(2), { timeout: 10_000 }).toBe(401)
  })

  test('a viewer who is added reads traces, and is offered nothing that would be refused', async () => {
    await openPage(page, `${SETTINGS}/members`)
    await page.getByRole('button', { name: 'Add member' }).click()
    const form = dialog('Add a member')
    await form.getByLabel('Name').fill(VIEWER.name)
    await form.getByLabel('E-mail').fill(VIEWER.email)
    await form.getByLabel('Role').selectOption('viewer')
    await form.getByLabel('First password').fill(VIEWER.password)
    await form.getByRole('button', { name: 'Add member' }).click()
    await page.getByRole('row', { name: VIEWER.email }).waitFor()

    const viewer = await stage.visit()
    await openPage(viewer, '/sign-in')
    await viewer.getByLabel('E-mail').fill(VIEWER.email)
    await viewer.getByLabel('Password').fill(VIEWER.password)
    await viewer.getByRole('button', { name: 'Sign in' }).click()
    await viewer.waitForURL('**/p/default/traces')
    await viewer.locator(FIRST).waitFor()
    await openPage(viewer, SETTINGS)
    await viewer.getByText('Your role (viewer) may not change the project').waitFor()
    expect(await viewer.getByLabel('Name').isDisabled()).toBe(true)
    expect(await viewer.getByRole('button', { name: /Save|Delete/ }).count()).toBe(0)
    expect(await viewer.getByRole('link', { name: 'API keys' }).count()).toBe(0)
    expect(stage.takeFaults()).toEqual([])
    await openPage(viewer, `${SETTINGS}/keys`)
    await viewer.getByRole('heading', { name: 'Your role may not see this' }).waitFor()
    expect(await viewer.getByRole('button', { name: 'New key' }).count()).toBe(0)
    const refused = await viewer.request.post(`${stage.url}/api/v1/projects/default/keys`, {
      headers: { origin: stage.url },
      data: { name: 'mine', scopes: ['admin'] },
    })
    expect(refused.status()).toBe(403)
    stage.takeFaults()
    await viewer.context().close()
  })

  test('a project gets another name, everywhere it is named', async () => {
    await openPage(page, SETTINGS)
    await page.getByLabel('Name').fill('Shop in production')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Project Shop in production: switch' }).waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Shop in production')
  })

  test('a second project shows nothing of the first', async () => {
    await openPage(page, '/p/default/traces')
    await page.locator(FIRST).waitFor()
    await page.getByRole('button', { name: 'Project Shop in production: switch' }).click()
    await page.getByRole('menuitem', { name: 'New project' }).click()
    await dialog('New project').getByLabel('Name').fill('Staging')
    await dialog('New project').getByRole('button', { name: 'Create project' }).click()
    await page.waitForURL((url) => /^\/p\/(?!default)[^/]+\/traces$/.test(url.pathname))
    await page.getByRole('heading', { name: 'Send the first trace' }).waitFor()
    expect(await page.locator(FIRST).count()).toBe(0)
    const base = new URL(page.url()).pathname.replace(/\/traces$/, '')
    await openPage(page, `${base}/traces/${idOf(1, 32)}`)
    await page.getByRole('heading', { name: 'Trace not found' }).waitFor()
    expect(stage.takeFaults()).toEqual([expect.stringContaining('404')])

    await openPage(page, `${base}/traces`)
    await page.getByRole('button', { name: 'Create a key for sending' }).click()
    const key = await page.locator('.key code').innerText()
    await page.locator('pre', { hasText: 'curl -sS' }).getByText(`Bearer ${key}`).waitFor()
    expect(await sendSpans(stage, idOf(3, 32), Date.now(), [{ id: 3, name: 'from staging' }], key)).toBe(200)
    await page.locator('[data-trace]').getByText('from staging').waitFor()
    await openPage(page, '/p/default/traces')
    await page.locator(FIRST).waitFor()
    expect(await page.getByText('from staging').count()).toBe(0)

    const placeholder = page.getByText('YOUR_API_KEY')
    await openPage(page, `${SETTINGS}/sending`)
    await page.locator('pre', { hasText: 'OTLPSpanExporter' }).waitFor()
    expect(await placeholder.count()).toBe(0)
    await openPage(page, `${base}/settings/sending`)
    await page.locator('pre').and(placeholder).first().waitFor()
    await page.locator('dd code').and(placeholder).waitFor()
  })

  test('the theme that was chosen stays, from the first paint on', async () => {
    await openPage(page, SETTINGS)
    const colour = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const light = await colour()
    await page.getByRole('button', { name: 'account of' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await expect.poll(colour).not.toBe(light)
    const dark = await colour()
    await page.reload()
    expect(await colour()).toBe(dark)
    const html = await page.request.get(`${stage.url}${SETTINGS}`)
    expect(await html.text()).toContain('data-theme="dark"')
  })
})
