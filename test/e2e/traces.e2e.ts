import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DemoSpan, DemoTrace } from '../demo/demo-trace.ts'
import { describeInBrowser } from '../runner/chromium.ts'
import { makeOwner } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { readRows } from './stage/read-rows.ts'
import { sendDemo } from './stage/send-demo.ts'
import { idOf, sendSpans } from './stage/send-spans.ts'

const LIST = '/p/default/traces'
const MODEL = 'gpt-4o-mini'

describeInBrowser('the trace list', () => {
  let stage: Stage
  let page: Page
  let demo: DemoTrace[]
  beforeAll(async () => {
    stage = await openStage()
    const storageState = await makeOwner(stage)
    demo = await sendDemo(stage, 45)
    page = await stage.visit({ storageState })
  })
  afterAll(() => stage.close())
  beforeEach(() => openPage(page, LIST))
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const idsOf = (isWanted: (trace: DemoTrace) => boolean) =>
    demo
      .filter(isWanted)
      .map(({ traceId }) => traceId)
      .sort()
  const someSpan = (isWanted: (span: DemoSpan) => boolean) =>
    idsOf(({ spans }) => spans.some((span) => isWanted(span)))
  const sortedRows = async () => (await readRows(page)).sort()
  const query = () => new URL(page.url()).searchParams
  const untilQuery = (key: string, value: string | null) =>
    page.waitForURL((url) => url.searchParams.get(key) === value)
  const end = ({ length }: string[]) =>
    page.getByText(`End of the list: ${length} ${length === 1 ? 'trace' : 'traces'}`)
  const count = (wanted: string[]) => end(wanted).waitFor()

  test('every trace is shown once, the newest first, over as many pages as it takes', async () => {
    const rows = await readRows(page)
    expect(demo.length).toBeGreaterThan(200)
    expect(rows).toEqual(demo.toSorted((a, b) => b.startUs - a.startUs).map(({ traceId }) => traceId))
  })

  test('words find the traces that hold them in an input or output', async () => {
    const texts = demo.flatMap(({ spans }) => spans.map(({ attributes }) => JSON.stringify(attributes)))
    const word = texts.map((text) => /KC-\d{5}/.exec(text)?.[0]).find((found) => found !== undefined) ?? ''
    const wanted = someSpan(({ attributes }) => JSON.stringify(attributes).includes(word))
    await page.getByRole('searchbox', { name: 'Search inputs and outputs' }).fill(word)
    await untilQuery('q', word)
    await count(wanted)
    expect(await sortedRows()).toEqual(wanted)
    await page.getByRole('button', { name: `Remove filter Text: ${word}` }).click()
    await untilQuery('q', null)
    await page.getByText('or more traces').waitFor({ state: 'attached' })
  })

  test('a model is chosen from the values that are there, with their counts', async () => {
    const models = ['gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name', 'embedding.model_name']
    const modelOf = ({ attributes }: DemoSpan) =>
      models.map((key) => attributes[key]).find((value) => value !== undefined)
    await page.getByRole('button', { name: 'Model', exact: true }).click()
    const choice = page.getByRole('list', { name: 'Model' }).getByText(MODEL).first()
    const value = (await choice.textContent()) ?? ''
    const wanted = someSpan((span) => modelOf(span) === value)
    await choice.click()
    await untilQuery('model', value)
    await page.keyboard.press('Escape')
    await expect.poll(sortedRows, { timeout: 10_000 }).toEqual(wanted)
  })

  test('only traces with errors are left by one button', async () => {
    const wanted = someSpan(({ error }) => error !== null)
    await page.getByRole('button', { name: 'Errors', exact: true }).click()
    await untilQuery('error', 'true')
    await count(wanted)
    expect(await sortedRows()).toEqual(wanted)
  })

  test('bounds of latency and cost narrow the list; reload and the way back keep each step', async () => {
    const slow = idsOf(({ startUs, endUs }) => endUs - startUs >= 4_000_000)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByLabel('Latency at least, s').fill('4')
    await page.keyboard.press('Tab')
    await untilQuery('minDurationMs', '4000')
    await count(slow)
    expect(await sortedRows()).toEqual(slow)
    await page.getByLabel('Cost at least, US$').fill('0.002')
    await page.keyboard.press('Tab')
    await untilQuery('minCostUsd', '0.002')
    await page.keyboard.press('Escape')
    const chips = page.getByRole('list', { name: 'Filters that are set' })
    await chips.getByText('≥ $0.0020').waitFor()
    // While the list changes, rows of both are read.
    let both = slow
    const isWhole = async () => {
      both = await sortedRows()
      return both.length < slow.length && (await end(both).isVisible())
    }
    await expect.poll(isWhole).toBe(true)
    expect(both.length).toBeGreaterThan(0)
    expect(slow).toEqual(expect.arrayContaining(both))
    const costs = await costsShown()
    expect(Math.min(...costs)).toBeGreaterThanOrEqual(0.002)

    await page.reload()
    await count(both)
    expect(await sortedRows()).toEqual(both)
    await page.goBack()
    await untilQuery('minCostUsd', null)
    expect(query().get('minDurationMs')).toBe('4000')
    await count(slow)
    await page.goForward()
    await untilQuery('minCostUsd', '0.002')
    await count(both)
  })

  async function costsShown(): Promise<number[]> {
    const cells = await page
      .getByRole('table')
      .locator('.cell.cost:not([role="columnheader"])')
      .allInnerTexts()
    return cells.map((text) => (text.includes('$') ? Number(text.replaceAll(/[^\d.]/g, '')) : 0))
  }

  test('sorted by cost, the dearest stand first; once more, the cheapest', async () => {
    const head = page.getByRole('columnheader', { name: 'Cost' })
    await head.getByRole('link').click()
    await untilQuery('sort', 'cost')
    await page.locator('[role="columnheader"][aria-sort="descending"]', { hasText: 'Cost' }).waitFor()
    await expect.poll(costsShown).toSatisfy((costs: number[]) => isFalling(costs) && (costs[0] ?? 0) > 0)
    await head.getByRole('link').click()
    await untilQuery('order', 'asc')
    await expect.poll(costsShown).toSatisfy((costs: number[]) => isFalling(costs.filter(Boolean).reverse()))
  })

  const isFalling = (numbers: number[]) =>
    numbers.length > 1 && numbers.every((value, i) => i === 0 || value <= (numbers[i - 1] ?? 0))

  test('everything on the way to a trace works without a mouse', async () => {
    const newest = demo.toSorted((a, b) => b.startUs - a.startUs)
    const focus = () => page.evaluate<string | null>('document.activeElement?.dataset?.trace ?? null')
    await page.keyboard.press('j')
    await expect.poll(focus).toBe(newest[0]?.traceId)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect.poll(focus).toBe(newest[2]?.traceId)
    await page.keyboard.press('k')
    await expect.poll(focus).toBe(newest[1]?.traceId)
    await page.keyboard.press('/')
    const search = page.getByRole('searchbox', { name: 'Search inputs and outputs' })
    await expect
      .poll(() => search.evaluate((field) => field === field.ownerDocument.activeElement))
      .toBe(true)
    await page.keyboard.type('jk')
    await untilQuery('q', 'jk')
    await page.keyboard.press('Escape')
    expect(await search.inputValue()).toBe('jk')
    await page.keyboard.press('/')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    await untilQuery('q', null)
    await page.keyboard.type('order')
    await page.keyboard.press('Enter')
    await untilQuery('q', 'order')
    await page.locator('[data-trace]').first().waitFor()
    await page.keyboard.press('j')
    await expect.poll(focus).not.toBeNull()
    expect(await search.inputValue()).toBe('order')
    await page.keyboard.press('x')
    await untilQuery('q', null)
    await page.keyboard.press('e')
    await untilQuery('error', 'true')
    await page.keyboard.press('x')
    await untilQuery('error', null)
    await page.getByText('or more traces').waitFor({ state: 'attached' })
    await page.keyboard.press('j')
    await expect.poll(focus).not.toBeNull()
    const opened = await focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/traces/${opened}`)
    await page.getByRole('treegrid').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.waitForURL('**/sessions')
  })

  test('a row opens its trace, and the way back leads to the same place of the same list', async () => {
    await openPage(page, `${LIST}?range=6h&sort=tokens`)
    const before = await readRows(page)
    const box = page.locator('[role="table"]')
    const row = page.locator('[role="row"][aria-rowindex="70"]')
    await box.evaluate((table) => table.scrollTo({ top: 2000 }))
    await row.waitFor()
    await row.locator('.cell.tokens').click()
    await page.waitForURL(`**/traces/${before[68]}`)
    await page.getByRole('treegrid').waitFor()
    await page.goBack()
    await page.waitForURL('**/traces?range=6h&sort=tokens**')
    await row.waitFor()
    await expect.poll(() => box.evaluate((table) => Math.round(table.scrollTop))).toBe(2000)
    expect(await readRows(page)).toEqual(before)
  })

  test('the live tail shows a trace that is sent now, and tells who reads further down', async () => {
    await page.keyboard.press('l')
    await untilQuery('live', '1')
    const live = page.getByRole('button', { name: 'Live', exact: true })
    await page.locator('[title="Connected: traces appear as they arrive"]').waitFor()
    expect(await live.getAttribute('aria-pressed')).toBe('true')
    await sendSpans(stage, idOf(0xe1, 32), Date.now(), [{ id: 1, name: 'sent while looking' }])
    const first = page.locator('[role="row"][aria-rowindex="2"]')
    await first.getByText('sent while looking').waitFor()
    await page.locator('[role="table"]').evaluate((box) => box.scrollTo({ top: 600 }))
    await page.locator('[role="row"][aria-rowindex="40"]').waitFor()
    await sendSpans(stage, idOf(0xe2, 32), Date.now(), [{ id: 1, name: 'sent while reading' }])
    await page.getByRole('button', { name: '1 new, show' }).click()
    await first.getByText('sent while reading').waitFor()
  })
})
