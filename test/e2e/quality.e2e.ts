import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { askApi, until } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { readRows } from './stage/read-rows.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const QUALITY = '/p/default/quality'
const TRACES = 60
const MINUTE = 60_000

/** Of the model `new` every third answer is bad, of `old` every second; the evaluator changes after two thirds. */
const traces = Array.from({ length: TRACES }, (_, i) => ({
  id: idOf(i + 1, 32),
  model: i % 2 === 0 ? 'new' : 'old',
  minutesAgo: 50 - Math.floor(i / 2),
  isGood: i % 2 === 0 ? i % 6 !== 0 : i % 4 === 1,
  version: i < 40 ? '1' : '2',
}))

async function sendScores(stage: Stage): Promise<void> {
  const scores = traces.map(({ id, isGood, version }) => ({
    traceId: id,
    name: 'helpful',
    value: isGood ? 1 : 0,
    evaluator: 'own',
    evaluatorVersion: version,
  }))
  const answer = await fetch(`${stage.url}/api/v1/projects/default/scores`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scores }),
  })
  if (!answer.ok) throw new Error(`the scores were answered ${answer.status}: ${await answer.text()}`)
}

describeInBrowser('the quality page', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    signedIn = await makeOwner(stage)
    page = await stage.visit({ storageState: signedIn })
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const heading = (name: string) => (one: Page) =>
    one.getByRole('heading', { name, exact: true }).first().waitFor()

  test('without a score it says where scores come from', async () => {
    await openPage(page, QUALITY)
    await heading('Nothing was scored in this time range')(page)
    const screens = await openScreens(stage, signedIn)
    expect(await lookAt(screens, QUALITY, heading('Nothing was scored in this time range'))).toEqual([])
  })

  test('a trend has its estimate, interval and n, and each version stands for itself', async () => {
    const nowMs = Date.now()
    for (const { id, model, minutesAgo } of traces)
      await sendSpans(stage, id, nowMs - minutesAgo * MINUTE, [
        {
          id: 1,
          name: 'chat',
          attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model },
        },
      ])
    await until('all traces are stored', async () => {
      const found = await askApi<{ traces: unknown[] }>(stage, '/traces?limit=200')
      return found?.traces.length === TRACES
    })
    await sendScores(stage)
    await until('all scores are stored', async () => {
      const found = await askApi<{ names: { name: string; n: number }[] }>(stage, '/score-names')
      return found?.names.some(({ name, n }) => name === 'helpful' && n === TRACES) === true
    })
    await openPage(page, `${QUALITY}?range=1h&score=helpful`)
    const chart = page.getByRole('figure').first()
    await chart.getByText('version 1', { exact: true }).waitFor()
    await chart.getByText('version 2', { exact: true }).waitFor()
    await chart.getByText('n 40', { exact: true }).waitFor()
    await chart.getByText('n 20', { exact: true }).waitFor()
    expect(await chart.locator('.version').allInnerTexts()).toEqual(['v1', 'v2'])
  })

  test('a mark opens the traces behind it, by mouse and by keyboard', async () => {
    await openPage(page, `${QUALITY}?range=1h&score=helpful`)
    const chart = page.getByRole('figure').first()
    await chart.getByText('Show as a table').click()
    const row = chart.getByRole('row').nth(1)
    const n = Number(await row.getByRole('cell').nth(4).innerText())
    await row.getByRole('link').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/traces?*')
    await expect.poll(async () => (await readRows(page)).length).toBe(n)
    await page.goBack()
    await chart.locator('.hit').first().click()
    await page.waitForURL('**/traces?*')
    await expect.poll(async () => (await readRows(page)).length).toBe(n)
  })

  test('lines are drawn by a slice, and the address holds it', async () => {
    await openPage(page, `${QUALITY}?range=1h&score=helpful`)
    await page.getByLabel('Lines by').selectOption('model')
    await page.getByRole('heading', { name: 'new · from outside' }).waitFor()
    await page.getByRole('heading', { name: 'old · from outside' }).waitFor()
    expect(new URL(page.url()).searchParams.get('by')).toBe('model')
  })

  test('two slices are compared by their difference and its interval', async () => {
    await openPage(page, `${QUALITY}?range=1h&score=helpful`)
    const compare = page.getByRole('region', { name: 'Compare' })
    await compare.getByLabel('What tells both sides apart').selectOption('model')
    await compare.getByLabel('Side A').selectOption('new')
    await compare.getByLabel('Side B').selectOption('old')
    await compare.getByText('+16.7 points', { exact: true }).waitFor()
    await compare.getByText(/^95 % interval −[\d.]+ points to \+[\d.]+ points$/).waitFor()
    await compare.getByText('No difference is shown').waitFor()
    await compare.getByLabel('What tells both sides apart').selectOption('version')
    await compare.getByText('n 40', { exact: true }).waitFor()
    await compare.getByText('n 20', { exact: true }).waitFor()
  })

  test('every evaluator is listed with the question that it answers', async () => {
    await openPage(page, QUALITY)
    await page.getByRole('link', { name: 'Evaluators' }).click()
    await page.getByRole('heading', { level: 1, name: 'Evaluators' }).waitFor()
    const { evaluators } = (await askApi<{ evaluators: { title: string; question: string }[] }>(
      stage,
      '/evaluators',
    )) ?? { evaluators: [] }
    const cards = page.getByRole('region', { name: 'Evaluators' }).getByRole('listitem')
    expect(await cards.count()).toBe(evaluators.length)
    for (const { title, question } of evaluators)
      await cards
        .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
        .getByText(question, { exact: true })
        .waitFor()
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const table = async (one: Page) => {
      await one.getByRole('heading', { name: /^Trend/ }).waitFor()
      await one.getByText('Show as a table').first().click()
    }
    const path = `${QUALITY}?range=1h&score=helpful&by=model&compare=model`
    expect(await lookAt(screens, path, table)).toEqual([])
    const none = heading('No score named nothing in this time range')
    expect(await lookAt(screens, `${QUALITY}?score=nothing`, none)).toEqual([])
    expect(await lookAt(screens, `${QUALITY}/evaluators`, heading('Evaluators'))).toEqual([])
  })
})
