import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../runner/chromium.ts'
import { OWNER } from './stage/make-owner.ts'
import { isAwake, openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'

/** Runs the command of a snippet, but lets the caller send what curl would have sent. */
async function send(snippet: string): Promise<number> {
  const script = `curl() { printf '%s\\0' "$@"; }\n${snippet}`
  const { stdout } = await promisify(execFile)('sh', ['-c', script])
  const args = stdout.split('\0')
  const url = args.find((arg) => arg.startsWith('http')) ?? ''
  const headers = args.filter((_, i) => args[i - 1] === '-H').map((header) => header.split(': '))
  const body = args.find((_, i) => args[i - 1] === '-d') ?? ''
  const answer = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers), body })
  await answer.arrayBuffer()
  return answer.status
}

const signIn = async (page: Page, password: string) => {
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

describeInBrowser('the first visit', () => {
  let stage: Stage
  let owner: Page
  let guest: Page
  beforeAll(async () => {
    stage = await openStage()
    owner = await stage.visit()
    guest = await stage.visit()
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  test('leads to set-up, wherever it goes, and set-up makes the owner', async () => {
    await openPage(owner, '/sign-in')
    await owner.waitForURL('**/setup')
    await openPage(owner, '/p/default/sessions')
    await owner.waitForURL('**/setup')
    await isAwake(owner)
    await owner.getByLabel('Your name').fill(OWNER.name)
    await owner.getByLabel('E-mail').fill(OWNER.email)
    await owner.getByLabel('Password').fill(OWNER.password)
    await owner.getByRole('button', { name: 'Create owner' }).click()
    await owner.waitForURL('**/p/default/traces')
    await isAwake(owner)
    await owner.getByRole('button', { name: `account of ${OWNER.name}` }).waitFor()
    await owner.goto('/setup')
    await owner.waitForURL('**/p/default/traces')
  })

  test('a second browser is asked to sign in, and comes to where it wanted to go', async () => {
    await openPage(guest, '/p/default/users?range=7d')
    await guest.waitForURL('**/sign-in?next=*')
    await isAwake(guest)
    await signIn(guest, 'not-the-password')
    await guest.getByRole('alert').getByText('E-mail or password is wrong.').waitFor()
    expect(stage.takeFaults()).toEqual([expect.stringContaining('401')])
    await signIn(guest, OWNER.password)
    await guest.waitForURL('**/p/default/users?range=7d')
    await guest.getByRole('heading', { name: 'Users', exact: true }).waitFor()
  })

  test('who signs out is signed out', async () => {
    await isAwake(guest)
    await guest.getByRole('button', { name: 'account of' }).click()
    await guest.getByRole('menuitem', { name: 'Sign out' }).click()
    await guest.waitForURL('**/sign-in')
    await openPage(guest, '/p/default/traces')
    await guest.waitForURL('**/sign-in?next=*')
  })

  test('an empty project teaches with a snippet that works, and fills itself when the trace arrives', async () => {
    await openPage(owner, '/p/default/traces')
    await owner.getByRole('heading', { name: 'Send the first trace' }).waitFor()
    await owner.getByText('Listening: the trace appears here').waitFor()
    const code = owner.locator('pre', { hasText: 'curl -sS' })
    await code.getByText(stage.otlpUrl.replace('127.0.0.1', new URL(stage.url).hostname)).waitFor()
    expect(await send((await code.textContent()) ?? '')).toBe(200)
    const row = owner.locator('[data-trace]')
    await row.getByText('chat').waitFor()
    await row.click()
    await owner.getByRole('treegrid').getByText('chat', { exact: true }).click()
    await owner.getByRole('article', { name: 'User message' }).getByText('Hello, Assay').waitFor()
    await owner.getByRole('article', { name: 'Assistant message' }).getByText('Hello to you').waitFor()
  })
})
