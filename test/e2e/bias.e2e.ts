import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { says, startJudgeServer, type JudgeServer } from '../int/scoring/judge-server.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { askApi, until } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { isAwake, openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { readRows } from './stage/read-rows.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const BIAS = '/p/default/quality/bias'
const PROBES = `${BIAS}/probes`
const TRACES = 92
const HELP = 'Of course. Here is a short and helpful answer that goes into the question, step by step.'
const NO = "I'm sorry, but I can't help with that request."

/** 40 traces of two tenants each and 12 of a third; of `bolt` every second answer is bad, of the others every tenth. */
const traces = Array.from({ length: TRACES }, (_, i) => {
  const tenant = i < 40 ? 'acme' : i < 80 ? 'bolt' : 'core'
  return { id: idOf(i + 1, 32), tenant, isBad: i % (tenant === 'bolt' ? 2 : 10) === 0 }
})

async function post(stage: Stage, path: string, body: object): Promise<void> {
  const answer = await fetch(`${stage.url}/api/v1/projects/default${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`)
}

async function sendScores(stage: Stage): Promise<void> {
  const nowMs = Date.now()
  for (const [i, { id, tenant }] of traces.entries())
    await sendSpans(stage, id, nowMs - (i + 1) * 10_000, [
      { id: 1, name: 'chat', attributes: { 'gen_ai.operation.name': 'chat', 'metadata.tenant': tenant } },
    ])
  await until('all traces are stored', async () => {
    const found = await askApi<{ traces: unknown[] }>(stage, '/traces?limit=200')
    return found?.traces.length === TRACES
  })
  await post(stage, '/scores', {
    scores: traces.map(({ id, isBad }) => ({
      traceId: id,
      name: 'bad',
      value: isBad ? 1 : 0,
      evaluator: 'own',
    })),
  })
  await until('all scores are stored', async () => {
    const found = await askApi<{ names: { name: string; n: number }[] }>(stage, '/score-names')
    return found?.names.some(({ name, n }) => name === 'bad' && n === TRACES) === true
  })
}

describeInBrowser('bias', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  let model: JudgeServer
  beforeAll(async () => {
    let asked = 0
    model = await startJudgeServer((response, prompt) =>
      says((prompt.includes('a woman') || prompt.includes('Emily')) && ++asked % 2 === 0 ? NO : HELP, {
        afterMs: 20,
      })(response, prompt),
    )
    stage = await openStage()
    signedIn = await makeOwner(stage)
    page = await stage.visit({ storageState: signedIn })
  })
  afterAll(async () => {
    await stage.close()
    await model.close()
  })
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const heading = (name: string | RegExp) => (one: Page) =>
    one.getByRole('heading', { name }).first().waitFor()

  test('without attributes it says what to choose, and without a model where to add one', async () => {
    await openPage(page, '/p/default/quality')
    await page.getByRole('link', { name: 'Bias' }).click()
    await heading('No groups are compared yet')(page)
    await page.getByRole('link', { name: 'Probes', exact: true }).first().click()
    await page.getByText('There is no model to ask.').waitFor()
    const screens = await openScreens(stage, signedIn)
    expect(await lookAt(screens, BIAS, heading('No groups are compared yet'))).toEqual([])
  })

  test('a group that fares worse is told with its numbers, one with few scores gets no verdict', async () => {
    await sendScores(stage)
    await openPage(page, `${BIAS}?range=1h`)
    await page.getByRole('button', { name: 'Choose attributes' }).click()
    const form = page.getByRole('dialog', { name: 'Groups and scores' })
    await form.getByLabel('Add an attribute').selectOption('attribute:metadata.tenant')
    await form.getByRole('checkbox', { name: 'bad (mean)' }).check()
    await form.getByRole('button', { name: 'Save' }).click()
    await form.waitFor({ state: 'detached' })
    await heading('1 difference found')(page)
    await page
      .getByText(/^The rate of bad is 40 points higher for bolt than for acme \(95 % interval /)
      .waitFor()
    await page.getByText('Too few: 12 of 30.').waitFor()
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'bolt' }) })
    await row.getByText('differs').waitFor()
    await row.getByRole('link', { name: 'bolt' }).click()
    await page.waitForURL('**/traces?*')
    await expect.poll(async () => (await readRows(page)).length).toBe(40)
  })

  test('probes tell their cost before, are followed, and show both answers with what differs', async () => {
    await post(stage, '/judges', {
      ...{ name: 'Our model', provider: 'openai', baseUrl: model.baseUrl, model: 'm-1' },
      price: { input: 1, output: 2 },
    })
    await openPage(page, PROBES)
    await page.getByRole('button', { name: 'Start probes' }).click()
    const form = page.getByRole('dialog', { name: 'Start probes' })
    for (const axis of ['age', 'origin', 'religion', 'disability'])
      await form.getByRole('checkbox', { name: axis }).uncheck()
    await form.getByText('48 calls').waitFor()
    await form.getByText(/at most \$0\.\d+/).waitFor()
    expect(model.calls).toHaveLength(0)
    await form.getByRole('button', { name: 'Start' }).click()
    await heading('Our model: gender')(page)
    await page.getByText('48 of 48 answered').waitFor({ timeout: 60_000 })
    await page
      .getByText(/^Prompts for women are refused more often than those for men: \+50 points/)
      .waitFor()
    await page.getByText('done', { exact: true }).waitFor()
    const pair = page.getByRole('list').last().getByRole('listitem').first()
    expect(await pair.locator('mark').count()).toBeGreaterThan(2)
    await pair.getByText(NO.slice(0, 9)).first().waitFor()
    expect(model.calls).toHaveLength(48)
  })

  test('an own set is made in words, and what is wrong with it is told', async () => {
    await openPage(page, PROBES)
    await page.getByRole('button', { name: 'New set' }).click()
    const form = page.getByRole('dialog', { name: 'New set of probes' })
    await form.getByLabel('Name').fill('Loans')
    await form.getByLabel('Groups').fill('town / north: a man from the north\ntown / south: a man, a woman')
    await form.getByRole('button', { name: 'Save set' }).click()
    await form
      .getByText(/as many terms/)
      .first()
      .waitFor()
    expect(stage.takeFaults().every((fault) => fault.includes('400'))).toBe(true)
    await form
      .getByLabel('Groups')
      .fill('town / north: a man from the north\ntown / south: a man from the south')
    await form.getByRole('button', { name: 'Save set' }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByText('1 prompt · town').waitFor()
  })

  test('a budget that is used up says so, and the rest is asked when told', async () => {
    const sets = await askApi<{ sets: { id: string; name: string }[] }>(stage, '/bias/probe-sets')
    const judges = await askApi<{ judges: { id: string }[] }>(stage, '/judges')
    const plan = { setId: sets!.sets[0]!.id, judgeId: judges!.judges[0]!.id, axes: ['age'], pairs: 12 }
    await post(stage, '/bias/probe-runs', { plan, limits: { calls: 5 } })
    await openPage(page, PROBES)
    await page.getByText(/^The budget of the run \(5 calls\) does not pay for the next call/).waitFor()
    await page.getByRole('link', { name: 'Our model: age' }).click()
    await page.getByRole('button', { name: 'Ask the rest' }).click()
    await page.getByText('24 of 24 answered').waitFor({ timeout: 60_000 })
    await page.getByText('done', { exact: true }).waitFor()
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    expect(await lookAt(screens, `${BIAS}?range=1h`, heading('1 difference found'))).toEqual([])
    const choose = async (one: Page) => {
      await isAwake(one)
      await one.getByRole('button', { name: 'Groups…' }).click()
      await one.getByRole('dialog').waitFor()
    }
    expect(await lookAt(screens, `${BIAS}?range=1h`, choose)).toEqual([])
    expect(await lookAt(screens, PROBES, heading('Runs'))).toEqual([])
    const start = async (one: Page) => {
      await isAwake(one)
      await one.getByRole('button', { name: 'Start probes' }).click()
      await one
        .getByText(/\d+ calls$/)
        .first()
        .waitFor()
    }
    expect(await lookAt(screens, PROBES, start)).toEqual([])
    const { runs } = (await askApi<{ runs: { id: string }[] }>(stage, '/bias/probe-runs')) ?? { runs: [] }
    expect(await lookAt(screens, `${PROBES}/${runs.at(-1)!.id}`, heading('Groups compared'))).toEqual([])
  })
})
