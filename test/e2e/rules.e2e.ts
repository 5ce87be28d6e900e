import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../runner/chromium.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { isAwake, openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { sendDemo } from './stage/send-demo.ts'

const RULES = '/p/default/rules'
const JUDGES = '/p/default/settings/judges'
const KEY = 'sk-the-key-of-the-judge-012345'

/** A judge that always says yes. */
function openJudge(keys: (string | undefined)[]): Promise<Server> {
  const verdict = JSON.stringify({
    evidence: ['Fresh snow is white.'],
    reason: 'It names one.',
    verdict: 'yes',
  })
  const answer = JSON.stringify({
    model: 'a-judge-2026',
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: verdict } }],
    usage: { prompt_tokens: 420, completion_tokens: 40 },
  })
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization)
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

describeInBrowser('rules and judges', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  let judge: Server
  const keys: (string | undefined)[] = []
  beforeAll(async () => {
    judge = await openJudge(keys)
    stage = await openStage()
    signedIn = await makeOwner(stage)
    await sendDemo(stage, 8)
    page = await stage.visit({ storageState: signedIn })
  })
  afterAll(async () => {
    await stage.close()
    judge.closeAllConnections()
    judge.close()
  })
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const dialog = (name: string) => page.getByRole('dialog', { name })
  const row = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })

  test('a fresh project has rules that cost nothing, and one can be switched off and on', async () => {
    await openPage(page, RULES)
    await row('Model calls').getByText('Free tier alone').waitFor()
    await row('Whole traces').waitFor()
    const toggle = page.getByRole('switch', { name: 'Model calls is on' })
    expect(await toggle.isChecked()).toBe(true)
    await toggle.click()
    await row('Model calls').getByText('v2').waitFor()
    expect(await toggle.isChecked()).toBe(false)
    await toggle.click()
    await row('Model calls').getByText('v3').waitFor()
    expect(await toggle.isChecked()).toBe(true)
  })

  test('a judge is added, tested by one real call, and its key is nowhere in the page', async () => {
    await openPage(page, JUDGES)
    await page.getByRole('button', { name: 'New judge' }).click()
    const form = dialog('New judge')
    await form.getByLabel('Name').fill('Local judge')
    await form.getByLabel('Address').fill(`http://127.0.0.1:${(judge.address() as AddressInfo).port}/v1`)
    await form.getByLabel('Model').fill('a-judge')
    await form.getByLabel('API key').fill(KEY)
    // A price that is none, or half a price, is told at its field and keeps the form open.
    const save = form.getByRole('button', { name: 'Save judge' })
    const input = form.getByLabel('Input', { exact: true })
    for (const [wrong, told] of [
      ['1.0 USD', 'Give a number alone'],
      ['-4', 'Give at least 0'],
    ] as const) {
      await input.fill(wrong)
      await save.click()
      await form.getByText(told).waitFor()
      expect(await input.inputValue()).toBe(wrong)
    }
    await input.fill('2')
    await save.click()
    expect(await form.locator('input:invalid').count()).toBe(1)
    await form.getByLabel('Output').fill('8')
    await save.click()
    await form.waitFor({ state: 'detached' })
    await page.getByText('$2.00').first().waitFor()
    await page.getByRole('button', { name: 'Test Local judge' }).click()
    await page.getByText('It answered as it should').waitFor()
    await page.getByText('a-judge-2026').waitFor()
    expect(keys).toEqual([`Bearer ${KEY}`])
    expect(await page.content()).not.toContain(KEY)
    await page.reload()
    await page.getByText('stored, encrypted').waitFor()
    expect(await page.content()).not.toContain(KEY)
  })

  test('a rule is tried on the last samples before it is saved, and says what a day costs', async () => {
    await openPage(page, `${RULES}/new`)
    const submit = page.getByRole('button', { name: 'Try on the last 50 samples' })
    expect(await submit.isDisabled()).toBe(true)
    await page.getByLabel('Name').fill('Refusals')
    await page.getByLabel('Add an evaluator').selectOption('refusal')
    await page.getByLabel('Judge', { exact: true }).selectOption({ label: 'Local judge (a-judge)' })
    // Labels that would take hours to make: what they suggest is filled in by one button.
    const rate = (estimate: number) => ({ n: 240, estimate, low: estimate - 0.04, high: estimate + 0.02 })
    const suggestion = {
      askJudgeBelow: 0.77,
      calls: rate(0.3),
      cascade: rate(0.95),
      judge: rate(0.96),
      free: rate(0.9),
    }
    const judges = [{ judgeModel: 'a-judge-2026', n: 240, withoutConfidence: 0, suggestion, missing: 0 }]
    await page.route('**/evaluators/refusal/cascade', (route) =>
      route.fulfill({
        contentType: 'application/json',
        body: JSON.stringify({ version: '1', judgeVersion: '1+j', labels: 240, leastLabels: 100, judges }),
      }),
    )
    await page.getByText('When the judge is asked').click()
    const below = page.getByLabel('Ask the judge below')
    expect(await below.inputValue()).toBe('0.9')
    await page.getByText(/^By 240 labels, 0\.77 should keep 99 %/).waitFor()
    await page.getByRole('button', { name: 'Ask below 0.77' }).click()
    expect(await below.inputValue()).toBe('0.77')
    await page.unroute('**/evaluators/refusal/cascade')
    await page.getByLabel('Ask a person below').fill('1.5')
    await submit.click()
    await page.getByText('give at most 1', { exact: true }).waitFor()
    expect(stage.takeFaults().every((fault) => fault.includes('400'))).toBe(true)
    await page.getByLabel('Ask a person below').fill('')
    await page.getByLabel('Ask a person below').blur()
    await submit.click()
    const trial = page.getByRole('region', { name: 'Trial' })
    await trial.getByText('Expected daily bill').waitFor()
    await trial.getByRole('heading', { name: /^The last \d+ that match$/ }).waitFor()
    expect(await trial.getByRole('listitem').count()).toBeGreaterThan(3)
    // What was tried is what is saved: a change asks for another trial.
    await page.getByLabel('Sampling rate').fill('50')
    await page.getByLabel('Sampling rate').blur()
    await submit.click()
    await page.getByRole('button', { name: 'Save rule' }).click()
    await page.waitForURL(`**${RULES}`)
    await row('Refusals').getByText('50 % of spans').waitFor()
    await row('Refusals').getByText('Local judge, 1,000 calls and $1.00 a day').waitFor()
  })

  test('wrong parameters are told beside the evaluator', async () => {
    await openPage(page, `${RULES}/new`)
    await page.getByLabel('Name').fill('Lengths')
    await page.getByLabel('Add an evaluator').selectOption('answer-length')
    await page.getByRole('button', { name: 'Try on the last 50 samples' }).click()
    const told = page.getByText('Give `least`, `most` or both').first()
    await told.waitFor()
    // What was refused is to be tried again, and what is mended is told no more.
    await page.getByRole('button', { name: 'Try on the last 50 samples' }).waitFor()
    await page.getByLabel(/^Parameters of/).fill('{"most": 9}')
    await told.waitFor({ state: 'detached' })
    await page.getByLabel('Sampling rate').fill('500')
    await page.getByLabel('Sampling rate').blur()
    await page.getByText('Give at most 100').waitFor()
    expect(await page.getByLabel('Sampling rate').inputValue()).toBe('500')
    await page.getByLabel(/^Parameters of/).fill('{"most": ')
    await page.getByText('This is no JSON object').waitFor()
    expect(stage.takeFaults().every((fault) => fault.includes('400'))).toBe(true)
  })

  test('a changed rule keeps its versions, and an older one can be taken up again', async () => {
    await openPage(page, RULES)
    await page.getByRole('link', { name: 'Refusals' }).click()
    await page.getByRole('heading', { level: 1, name: 'Refusals' }).waitFor()
    await isAwake(page)
    await page.getByLabel('Priority').fill('90')
    await page.getByLabel('Priority').blur()
    await page.getByRole('button', { name: 'Try on the last 50 samples' }).click()
    await page.getByRole('button', { name: 'Save as version 2' }).click()
    await page.getByText('changed priority').waitFor()
    await page.getByRole('button', { name: 'Take version 1 into the form' }).click()
    await page.getByText('When the judge is asked').click()
    await page.getByText('No labels of people yet').waitFor()
    expect(await page.getByLabel('Ask the judge below').inputValue()).toBe('0.77')
    expect(await page.getByLabel('Priority').inputValue()).toBe('50')
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const heading = (name: string) => (one: Page) => one.getByRole('heading', { name }).first().waitFor()
    expect(await lookAt(screens, RULES, heading('Refusals'))).toEqual([])
    expect(await lookAt(screens, JUDGES, heading('Local judge'))).toEqual([])
    const tryIt = async (one: Page) => {
      await isAwake(one)
      await one.getByLabel('Name').fill('Faithfulness')
      await one.getByLabel('Add an evaluator').selectOption('faithfulness')
      await one.getByLabel('Judge', { exact: true }).selectOption({ label: 'Local judge (a-judge)' })
      await one.getByText('When the judge is asked').click()
      await one.getByText('No labels of people yet').waitFor()
      await one.getByRole('button', { name: 'Try on the last 50 samples' }).click()
      await one.getByText('Expected daily bill').waitFor()
    }
    expect(await lookAt(screens, `${RULES}/new`, tryIt)).toEqual([])
    const openForm = async (one: Page) => {
      await isAwake(one)
      await one.getByRole('button', { name: 'New judge' }).click()
      await one.getByRole('dialog').waitFor()
    }
    expect(await lookAt(screens, JUDGES, openForm)).toEqual([])
  })
})
