import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../runner/chromium.ts'
import { askApi, until } from './stage/ask-api.ts'
import { makeOwner, type SignedIn } from './stage/make-owner.ts'
import { isAwake, openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { lookAt, openScreens } from './stage/screens.ts'
import { sendDemo } from './stage/send-demo.ts'

const RULES = '/p/default/rules'
const BACKFILLS = `${RULES}/backfills`
const NEW_EVALUATOR = 'answer-language'

describeInBrowser('backfills', () => {
  let stage: Stage
  let signedIn: SignedIn
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    signedIn = await makeOwner(stage)
    await sendDemo(stage, 8)
    page = await stage.visit({ storageState: signedIn })
    const draft = { name: 'Languages', isOn: false, target: 'span', evaluators: [{ name: NEW_EVALUATOR }] }
    const made = await page.request.post(`${stage.url}/api/v1/projects/default/rules`, {
      headers: { origin: stage.url },
      data: { ...draft, filter: { kind: ['llm'] } },
    })
    expect(made.status()).toBe(201)
  })
  afterAll(() => stage.close())
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const dialog = () => page.getByRole('dialog', { name: 'Score past data' })

  test('a project without any says what they are for', async () => {
    await openPage(page, RULES)
    await page.getByRole('link', { name: 'Backfills' }).click()
    await page.getByRole('heading', { name: 'No past data was scored yet' }).waitFor()
  })

  test('a range without data is told before anything starts', async () => {
    await openPage(page, BACKFILLS)
    await page.getByRole('button', { name: 'Score past data…' }).click()
    await dialog().getByLabel('Rule', { exact: true }).selectOption({ label: 'Languages (off)' })
    await dialog().getByLabel('From').fill('2021-01-01T00:00')
    await dialog().getByLabel('To').fill('2021-01-02T00:00')
    await dialog().getByRole('button', { name: 'Estimate' }).click()
    await dialog().getByRole('heading', { name: 'Nothing in this range' }).waitFor()
    expect(
      await dialog()
        .getByRole('button', { name: /^Score / })
        .isDisabled(),
    ).toBe(true)
    await dialog().getByRole('button', { name: 'Cancel' }).click()
  })

  test('past data is estimated, scored to the end, and found by its scores', async () => {
    await openPage(page, RULES)
    await page.getByRole('link', { name: 'Languages' }).click()
    await page.getByRole('heading', { level: 1, name: 'Languages' }).waitFor()
    await isAwake(page)
    await page.getByRole('button', { name: 'Score past data…' }).click()
    await dialog().getByRole('button', { name: '90 days' }).click()
    await dialog().getByRole('button', { name: 'Estimate' }).click()
    await dialog()
      .getByRole('heading', { name: /spans to look at$/ })
      .waitFor()
    await dialog().getByText('No judge is asked, so it costs nothing.').waitFor()
    await dialog()
      .getByRole('button', { name: /^Score \d+$/ })
      .click()
    await page.waitForURL(`**${BACKFILLS}`)
    const card = page.getByRole('listitem').filter({ hasText: 'Languages' })
    await card.getByText('Done').waitFor({ timeout: 60_000 })
    const bar = card.getByRole('progressbar', { name: 'Progress of Languages' })
    expect(await bar.getAttribute('aria-valuenow')).toBe('100')
    await until('scores of the past are stored', async () => {
      const list = await askApi<{ scores: unknown[] }>(stage, `/scores?name=${NEW_EVALUATOR}`)
      return (list?.scores.length ?? 0) > 0
    })
  })

  test('one that is paused says why, goes on when it is resumed, and is over when it is cancelled', async () => {
    const api = `${stage.url}/api/v1/projects/default`
    const post = (path: string, data: object = {}) =>
      page.request.post(`${api}/${path}`, { headers: { origin: stage.url }, data })
    const { rules } = (await (await page.request.get(`${api}/rules`)).json()) as {
      rules: { id: string; name: string }[]
    }
    const ruleId = rules.find(({ name }) => name === 'Languages')?.id
    const range = { from: '2026-01-01T00:00:00Z', to: new Date().toISOString() }
    const makePaused = async () => {
      const { id } = (await (await post('backfills', { ruleId, ...range })).json()) as { id: string }
      return (await post(`backfills/${id}/pause`)).ok()
    }
    // A worker looks once a second, and may have been quicker.
    await until('one is paused before its end', makePaused)
    await openPage(page, BACKFILLS)
    const card = page.getByRole('region', { name: 'Backfills' }).getByRole('listitem').first()
    await card.getByText('Somebody paused it.').waitFor()
    await card.getByRole('button', { name: 'Resume' }).click()
    await card.getByText('Done').waitFor({ timeout: 60_000 })
    await until('another one is paused', makePaused)
    await openPage(page, BACKFILLS)
    await card.getByRole('button', { name: 'Cancel' }).click()
    await card.getByText('Cancelled').waitFor()
  })

  test('no rule of WCAG 2.2 AA is broken, light and dark, on a desk and on a phone', async () => {
    const screens = await openScreens(stage, signedIn)
    const card = (one: Page) => one.getByRole('listitem').filter({ hasText: 'Languages' }).first().waitFor()
    expect(await lookAt(screens, BACKFILLS, card)).toEqual([])
    const ask = async (one: Page) => {
      await isAwake(one)
      await one.getByRole('button', { name: 'Score past data…' }).click()
      const open = one.getByRole('dialog')
      await open.getByLabel('Rule', { exact: true }).selectOption({ label: 'Languages (off)' })
      await open.getByRole('button', { name: '90 days' }).click()
      await open.getByRole('button', { name: 'Estimate' }).click()
      await open.getByRole('heading', { name: /spans to look at$/ }).waitFor()
    }
    expect(await lookAt(screens, BACKFILLS, ask)).toEqual([])
  })
})
