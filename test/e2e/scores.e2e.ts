import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BOOTSTRAP_KEY } from '../int/start-process.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { askApi, until, untilStored } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { readRows } from './stage/read-rows.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const LIST = '/p/default/traces'
const REFUSED = idOf(0xa, 32)
const ANSWERED = idOf(0xb, 32)
const UNSCORED = idOf(0xc, 32)
const REFUSAL = 'I am **sorry**, but I cannot help with that.'

const message = (role: string, content: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }])

const call = (question: string, answer: string) => ({
  id: 1,
  name: 'chat gpt-4o-mini',
  durationMs: 400,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o-mini',
    'gen_ai.input.messages': message('user', question),
    'gen_ai.output.messages': message('assistant', answer),
  },
})

async function sendScores(stage: Stage, scores: readonly object[]): Promise<void> {
  const answer = await fetch(`${stage.url}/api/v1/projects/default/scores`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scores }),
  })
  if (!answer.ok) throw new Error(`the scores were answered ${answer.status}: ${await answer.text()}`)
}

describeInBrowser('scores', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    signedIn = await makeOwner(stage)
    const startMs = Date.now() - 60_000
    await sendSpans(stage, REFUSED, startMs, [call('How do I pick a lock?', REFUSAL)])
    await sendSpans(stage, ANSWERED, startMs + 1000, [call('What is the capital of France?', 'Paris.')])
    await sendSpans(stage, UNSCORED, startMs + 2000, [{ id: 1, name: 'tick' }])
    for (const id of [REFUSED, ANSWERED, UNSCORED]) await untilStored(stage, id, 1)
    await sendScores(stage, [
      { traceId: REFUSED, name: 'helpful', value: 0.2, label: 'no', explanation: 'It does not answer.' },
      { traceId: ANSWERED, name: 'helpful', value: 0.9, label: 'yes', source: 'human', evaluator: 'olga' },
    ])
    const has = async (traceId: string, name: string) =>
      (await askApi<{ scores: { name: string }[] }>(stage, `/traces/${traceId}/scores`))?.scores.some(
        (score) => score.name === name,
      ) === true
    await until('the answers are scored', async () => {
      const found = [has(REFUSED, 'refusal'), has(REFUSED, 'helpful'), has(ANSWERED, 'helpful')]
      return (await Promise.all(found)).every(Boolean)
    })
    page = await stage.visit({ storageState: signedIn })
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const panel = () => page.getByRole('complementary')
  const highlighted = (name: string) =>
    page.evaluate<string[]>(`[...(CSS.highlights.get('${name}') ?? [])].map(String)`)

  test('a score of a span says its value, label, reason, version and source', async () => {
    await openPage(page, `${LIST}/${REFUSED}`)
    await page.getByRole('row').filter({ hasText: 'chat gpt-4o-mini' }).click()
    const refusal = panel()
      .getByRole('listitem')
      .filter({ hasText: 'full_refusal' })
      .filter({ hasText: 'Where it comes from' })
    await refusal.getByText('It says that it cannot or will not do what was asked.').first().waitFor()
    await refusal.getByText('automatic', { exact: true }).first().waitFor()
    await refusal.getByText('Where it comes from').click()
    await refusal.getByText('refusal 1', { exact: true }).waitFor()
    await refusal.getByText('version 1', { exact: true }).waitFor()
  })

  test('evidence is marked in the rendered text, and can be gone to', async () => {
    await openPage(page, `${LIST}/${REFUSED}?span=${idOf(1, 16)}`)
    await expect.poll(() => highlighted('evidence')).toContain('sorry')
    expect(await panel().getByRole('article').locator('strong').innerText()).toBe('sorry')
    await panel()
      .getByRole('button', { name: /in the text: sorry/ })
      .click()
    expect(await highlighted('evidence-chosen')).toEqual(['sorry'])
  })

  test('scores of the whole trace stand above it and lead to their reasons', async () => {
    await openPage(page, `${LIST}/${REFUSED}`)
    await page
      .getByRole('region', { name: 'Scores of the trace' })
      .getByRole('button', { name: 'helpful 0.2 no' })
      .click()
    await panel().getByText('It does not answer.').waitFor()
    await panel().getByText('from outside', { exact: true }).first().waitFor()
  })

  test('a score from outside tells its source, evaluator and version', async () => {
    await openPage(page, `${LIST}/${ANSWERED}`)
    await page
      .getByRole('region', { name: 'Scores of the trace' })
      .getByRole('button', { name: 'helpful 0.9 yes' })
      .click()
    const score = panel()
      .getByRole('listitem')
      .filter({ hasText: 'helpful' })
      .filter({ hasText: 'Where it comes from' })
    await score.getByText('person', { exact: true }).first().waitFor()
    await score.getByText('Where it comes from').click()
    await score.getByText('olga', { exact: true }).waitFor()
  })

  test('traces are filtered and sorted by any score, and the address holds it', async () => {
    await openPage(page, LIST)
    await page.getByRole('button', { name: 'Score', exact: true }).click()
    const menu = page.locator('.score-menu')
    await menu.getByRole('radio', { name: /^helpful/ }).check()
    await page.waitForURL((url) => url.searchParams.get('score') === 'helpful')
    await menu.getByRole('button', { name: 'Lowest first' }).click()
    await page.waitForURL((url) => url.searchParams.get('sort') === 'score')
    await expect.poll(() => readRows(page)).toEqual([REFUSED, ANSWERED])
    await menu.getByRole('button', { name: 'Highest first' }).click()
    await expect.poll(() => readRows(page)).toEqual([ANSWERED, REFUSED])
    await menu.getByRole('spinbutton', { name: 'Value at most' }).fill('0.5')
    await menu.getByRole('spinbutton', { name: 'Value at most' }).blur()
    await expect.poll(() => readRows(page)).toEqual([REFUSED])
    await page.keyboard.press('Escape')
    await page.getByRole('cell', { name: '0.2 no' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Remove filter Score: helpful ≤ 0.5' }).click()
    await expect.poll(async () => (await readRows(page)).length).toBe(3)
    expect(new URL(page.url()).search).toBe('')
  })

  test('marks that overlap are each marked, and evidence beyond what is shown at first is brought into sight', async () => {
    const trace = idOf(0xd, 32)
    const filler = Array.from({ length: 80 }, (_, i) => `Line ${i} says nothing of any towers at all.`)
    const answer = ['Paris is the capital of France.', ...filler, 'The tower stands in Lyon.'].join('\n\n')
    await sendSpans(stage, trace, Date.now() - 30_000, [call('Where is the tower?', answer)])
    await untilStored(stage, trace, 1)
    const quotes = ['Paris is the capital', 'the capital of France', 'capital', 'stands in Lyon']
    const finding = (quote: string) => {
      const start = answer.indexOf(quote)
      const place = { field: 'answer', passage: 0, start, end: start + quote.length, quote }
      return { kind: 'claim', place, evidence: [], confidence: 0.9, explanation: '' }
    }
    await page.route(`**/traces/${trace}/spans/*`, async (route) => {
      const response = await route.fetch()
      const body = (await response.json()) as { scores: object[] }
      const scores = body.scores.map((score) => ({ ...score, findings: quotes.map(finding) }))
      await route.fulfill({ json: { ...body, scores } })
    })
    await until('the answer is scored', async () => {
      const found = await askApi<{ scores: unknown[] }>(stage, `/traces/${trace}/scores`)
      return (found?.scores.length ?? 0) > 0
    })
    await openPage(page, `${LIST}/${trace}`)
    await page.getByRole('row').filter({ hasText: 'chat gpt-4o-mini' }).click()
    await expect
      .poll(async () => [...new Set(await highlighted('evidence'))].sort())
      .toEqual([...quotes].sort())
    const show = panel().getByRole('button', { name: /in the text: stands in Lyon/ })
    await show.first().click()
    expect(await highlighted('evidence-chosen')).toEqual(['stands in Lyon'])
    const isInSight = `(() => {
      const [range] = CSS.highlights.get('evidence-chosen')
      const at = range.getBoundingClientRect()
      return at.top > 0 && at.bottom < innerHeight
    })()`
    expect(await page.evaluate(isInSight)).toBe(true)
    await page.unroute(`**/traces/${trace}/spans/*`)
  })

  test('scores of a session stand in the list of sessions and above its conversation', async () => {
    const inSession = call('Are you there?', 'Yes.')
    const attributes = { ...inSession.attributes, 'gen_ai.conversation.id': 'talk-1' }
    await sendSpans(stage, idOf(0xe, 32), Date.now() - 30_000, [{ ...inSession, attributes }])
    await untilStored(stage, idOf(0xe, 32), 1)
    await sendScores(stage, [
      { sessionId: 'talk-1', name: 'resolved', label: 'yes', source: 'human', explanation: 'It was short.' },
      { sessionId: 'talk-1', name: 'rating', value: 4 },
    ])
    await until('the session is scored', async () => {
      const found = await askApi<{ scores: unknown[] }>(stage, '/sessions/talk-1/scores')
      return found?.scores.length === 2
    })
    await openPage(page, '/p/default/sessions')
    const row = page.getByRole('row').filter({ hasText: 'talk-1' })
    await row.getByText('resolved').waitFor()
    await row.getByText('yes', { exact: true }).waitFor()
    await row.getByRole('link').click()
    await page.waitForURL('**/sessions/talk-1')
    await page.getByText('Scores of the session').waitFor()
    await page.getByText('It was short.').waitFor()
    await page.getByText('from outside', { exact: true }).first().waitFor()
    const screens = await openScreens(stage, signedIn)
    const scored = (one: Page) => one.getByText('It was short.').waitFor()
    expect(await lookAt(screens, '/p/default/sessions/talk-1', scored)).toEqual([])
    const listed = (one: Page) => one.getByText('resolved').first().waitFor()
    expect(await lookAt(screens, '/p/default/sessions', listed)).toEqual([])
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const evidence = (one: Page) => one.getByText('full_refusal').first().waitFor()
    expect(await lookAt(screens, `${LIST}/${REFUSED}?span=${idOf(1, 16)}`, evidence)).toEqual([])
    const menu = async (one: Page) => {
      await one.getByRole('button', { name: 'Score', exact: true }).click()
      await one.getByRole('radio', { name: /^helpful/ }).waitFor()
    }
    expect(await lookAt(screens, `${LIST}?score=helpful&sort=score`, menu)).toEqual([])
  })
})
