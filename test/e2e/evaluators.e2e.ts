import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { askApi, until } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const PAGE = '/p/default/quality/evaluators'
const QUALITY = '/p/default/quality'
const TRACES = 24
/** Some have none: what people did not see is what their labels correct. */
const LABELS = 20
const MINUTE = 60_000
const REFUSAL = 'I am sorry, but I cannot help with that request.'

const message = (role: string, content: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }])

describeInBrowser('the page of an evaluator', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    signedIn = await makeOwner(stage)
    page = await stage.visit({ storageState: signedIn })
    const nowMs = Date.now()
    for (let i = 0; i < TRACES; i++)
      await sendSpans(stage, idOf(i + 1, 32), nowMs - (40 - i) * MINUTE, [
        {
          id: i + 1,
          name: 'chat',
          attributes: {
            'gen_ai.operation.name': 'chat',
            'gen_ai.request.model': 'm',
            'gen_ai.prompt.name': 'answer',
            'gen_ai.prompt.version': i < 12 ? '1' : '2',
            'gen_ai.input.messages': message('user', 'How do I open the door of my own car?'),
            'gen_ai.output.messages': message(
              'assistant',
              i % 3 === 0 ? REFUSAL : 'Use the spare key that the dealer keeps for you.',
            ),
          },
        },
      ])
    await until('all calls are scored', async () => {
      const found = await askApi<{ names: { name: string; n: number }[] }>(stage, '/score-names')
      return found?.names.some(({ name, n }) => name === 'refusal' && n === TRACES) === true
    })
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const region = (name: string) => page.getByRole('region', { name })
  const labels = async () => {
    const scores = Array.from({ length: LABELS }, (_, i) => ({
      traceId: idOf(i + 1, 32),
      spanId: idOf(i + 1, 16),
      name: 'refusal',
      source: 'human',
      value: i % 3 === 0 && i > 3 ? 1 : 0,
      label: i % 3 === 0 && i > 3 ? 'full_refusal' : 'full_compliance',
    }))
    const answer = await fetch(`${stage.url}/api/v1/projects/default/scores`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ scores }),
    })
    if (!answer.ok) throw new Error(`the labels were answered ${answer.status}: ${await answer.text()}`)
    await until('the labels are stored', async () => {
      const found = await askApi<{ agreement: unknown[] }>(stage, '/evaluators/refusal')
      return (found?.agreement.length ?? 0) > 0
    })
  }

  test('it says what it asks, what it did here, and how labels are added where there are none', async () => {
    await openPage(page, PAGE)
    await page.getByRole('link', { name: 'Refusal', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Refusal' }).waitFor()
    await page.getByRole('link', { name: 'Model calls' }).waitFor()
    const run = region('Versions in use').getByRole('row').nth(1)
    await run.getByText('n 24', { exact: true }).first().waitFor()
    await page.getByText('No labels yet').waitFor()
    await page.getByText('"source": "human"').waitFor()
    await region('Accuracy on public data').getByText('kappa').first().waitFor()
    await page.getByText('Show all 5 figures').waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Rubric' }).waitFor()
    const latest = region('Latest scores').getByRole('link').first()
    await latest.click()
    await page.waitForURL('**/traces/*')
  })

  test('with labels it tells how far it agrees, with interval and n, and the trend is corrected by them', async () => {
    await labels()
    await openPage(page, `${PAGE}/refusal`)
    const row = region('Agreement with people').getByRole('row').nth(1)
    await row.getByText('90 %', { exact: true }).waitFor()
    await row.getByText('n 20', { exact: true }).first().waitFor()
    await region('Free tier and judge together')
      .getByText('20 labels of people, but no verdict of a judge beside them')
      .waitFor()
    await openPage(page, `${QUALITY}?score=refusal&range=1h`)
    const chart = page.getByRole('figure').filter({ hasText: 'automatic' })
    await chart.getByText('corrected by people').waitFor()
    await chart.getByText(/20 labels/).waitFor()
    expect(await chart.locator('line.people').count()).toBeGreaterThan(0)
  })

  test('a new version is marked on the trend, and leads to what came after it', async () => {
    await openPage(page, `${QUALITY}?score=refusal&range=1h`)
    await page.getByRole('figure').first().locator('.change').first().waitFor()
    const list = page.getByRole('region', { name: 'New versions' })
    await list.getByText('prompt answer: version 2').waitFor()
    await list.getByRole('link').click()
    await page.waitForURL('**/traces?*prompt=answer*')
  })

  test('each mark of a trend is reached and opened by keys', async () => {
    await openPage(page, `${QUALITY}?score=refusal&range=1h`)
    const plot = page.getByRole('group', { name: /^Marks of refusal, automatic/ })
    const marks = plot.getByRole('link')
    const count = await marks.count()
    expect(count).toBeGreaterThan(5)
    const focused = () => plot.locator(':focus').getAttribute('aria-label')
    await marks.first().focus()
    await page.keyboard.press('ArrowRight')
    expect(await focused()).toBe(await marks.nth(1).getAttribute('aria-label'))
    await page.keyboard.press('End')
    expect(await focused()).toBe(await marks.last().getAttribute('aria-label'))
    expect(await plot.locator('[tabindex="0"]').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/traces?*score=refusal*')
  })

  test('an evaluator that is not there, a server that fails, and a slow one are told', async () => {
    await openPage(page, `${PAGE}/nothing`)
    await page.getByRole('heading', { name: 'Nothing is here' }).waitFor()
    stage.takeFaults()
    await openPage(page, QUALITY)
    await page.route('**/api/v1/projects/default/score-trend*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: JSON.stringify({ code: 'unavailable', status: 503, title: 'x', detail: 'The store is away.' }),
      }),
    )
    await page.getByLabel('Lines by').selectOption('model')
    await page.getByText('The store is away.').waitFor()
    await page.unroute('**/api/v1/projects/default/score-trend*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Trend' }).waitFor()
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/api/v1/projects/default/score-trend*', async (route) => {
      await held
      await route.continue()
    })
    await page.getByLabel('Lines by').selectOption('service')
    await page.getByText('Loading quality').waitFor()
    release()
    await page.getByRole('heading', { name: 'Trend' }).waitFor()
    await page.unroute('**/api/v1/projects/default/score-trend*')
    stage.takeFaults()
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const rubric = (one: Page) => one.getByRole('heading', { name: 'Rubric' }).waitFor()
    expect(await lookAt(screens, `${PAGE}/refusal`, rubric)).toEqual([])
    expect(await lookAt(screens, `${PAGE}/faithfulness`, rubric)).toEqual([])
    const trend = (one: Page) => one.getByRole('heading', { name: 'New versions' }).waitFor()
    expect(await lookAt(screens, `${QUALITY}?score=refusal&range=1h`, trend)).toEqual([])
  })
})
