import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeSpans, PLAIN_WORDS } from '../int/drift/made-stream.ts'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { askApi, until } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { lookAt, openScreens } from './stage/screens.ts'

const DRIFT = '/p/default/quality/drift'
const HOUR_MS = 3_600_000

async function change(stage: Stage, patch: object): Promise<void> {
  const answer = await fetch(`${stage.url}/api/v1/projects/default/drift`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(patch),
  })
  if (!answer.ok) throw new Error(`the change was answered ${answer.status}: ${await answer.text()}`)
}

async function sendStream(stage: Stage, stream: { hours: number; callsAnHour: number; isChanged: boolean }) {
  const toMs = Date.now()
  const sinceMs = toMs - 2 * HOUR_MS
  const spans = makeSpans({
    seed: String(stream.callsAnHour),
    fromMs: toMs - stream.hours * HOUR_MS,
    toMs,
    callsAnHour: stream.callsAnHour,
    law: ({ timeMs }) =>
      stream.isChanged && timeMs > sinceMs
        ? { words: [...PLAIN_WORDS, 'refund', 'refund'], length: 80, failed: 0 }
        : { words: PLAIN_WORDS, length: 40, failed: 0 },
  })
  const answer = await fetch(`${stage.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  })
  if (!answer.ok) throw new Error(`the stream was answered ${answer.status}`)
}

describeInBrowser('the drift page', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    signedIn = await makeOwner(stage)
    page = await stage.visit({ storageState: signedIn })
    await change(stage, {
      leastRows: 50,
      windowHours: 2,
      baseline: { kind: 'rolling', days: 1, gapHours: 0 },
    })
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const heading = (name: string) => (one: Page) => one.getByRole('heading', { name }).first().waitFor()
  const runNow = async () => {
    const before = (await askApi<{ run: { number: number } | null }>(stage, '/drift'))?.run?.number ?? 0
    await page.getByRole('button', { name: 'Run now' }).click()
    await until('the windows are compared', async () => {
      const now = await askApi<{ run: { number: number } | null }>(stage, '/drift')
      return (now?.run?.number ?? 0) > before
    })
  }

  test('before there is enough to compare, it says how much is missing', async () => {
    await sendStream(stage, { hours: 20, callsAnHour: 4, isChanged: false })
    await until('the stream is stored', async () => {
      const found = await askApi<{ traces: unknown[] }>(stage, '/traces?limit=200')
      return (found?.traces.length ?? 0) >= 80
    })
    await openPage(page, DRIFT)
    await runNow()
    await heading('Too little data to compare')(page)
    await page
      .getByText(/calls of\s+50\s+that a comparison needs/)
      .first()
      .waitFor()
  })

  test('a change is told in a sentence with its interval and n, its words, and opens its traces', async () => {
    await sendStream(stage, { hours: 20, callsAnHour: 60, isChanged: true })
    await openPage(page, DRIFT)
    // Texts are stored after the spans that they belong to: a run in between finds more tokens, and no longer answers.
    await until('what changed is found', async () => {
      await runNow()
      const found = await askApi<{ findings: { signal: string }[] }>(stage, '/drift/findings')
      const signals = new Set(found?.findings.map(({ signal }) => signal))
      return signals.has('answerLength') && signals.has('answerWords')
    })
    const longer = page.getByRole('link', { name: /^Answers of .* became .* longer$/ })
    await longer.waitFor()
    await page
      .getByText(/95 % interval \+.* characters to \+.* characters\), n /)
      .first()
      .waitFor()
    await longer.click()
    await heading('Traces since the change')(page)
    const example = page.getByRole('region', { name: 'Finding' }).locator('li a').first()
    expect(await example.getAttribute('href')).toMatch(/^\/p\/default\/traces\/[0-9a-f]{32}$/)
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await page.getByText('acknowledged', { exact: true }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: /use other words: more “refund”/ }).click()
    await page.getByRole('link', { name: 'refund', exact: true }).click()
    await page.waitForURL('**/traces?*q=refund*')
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    expect(await lookAt(screens, DRIFT, heading('Last run'))).toEqual([])
    const settings = async (one: Page) => {
      await one.getByRole('button', { name: 'Settings' }).click()
      await one.getByRole('dialog').getByText('Signals').waitFor()
    }
    expect(await lookAt(screens, DRIFT, settings)).toEqual([])
    const found = await askApi<{ findings: { id: string; signal: string }[] }>(stage, '/drift/findings')
    for (const signal of ['answerLength', 'answerWords']) {
      const id = found?.findings.find((one) => one.signal === signal)?.id ?? ''
      expect(await lookAt(screens, `${DRIFT}/${id}`, heading('Traces since the change'))).toEqual([])
    }
  })

  test('what is watched can be switched off, and then it says so', async () => {
    await openPage(page, `${DRIFT}?state=ended`)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByLabel('Watch this project for drift').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await heading('Drift is off')(page)
    expect(await page.getByRole('button', { name: 'Run now' }).count()).toBe(0)
  })
})
