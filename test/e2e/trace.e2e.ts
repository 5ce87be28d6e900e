import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeInBrowser } from '../runner/chromium.ts'
import { untilStored } from './stage/ask-api.ts'
import { makeOwner } from './stage/make-owner.ts'
import { openPage } from './stage/open-page.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { AGENT_TRACE } from './stage/agent-trace.ts'
import { idOf, sendSpans, type TestSpan } from './stage/send-spans.ts'

const AGENT = idOf(0xa, 32)
const ORPHAN = idOf(0xb, 32)
const LARGE = idOf(0xc, 32)
const REPEATED = idOf(0xd, 32)
const LARGE_COUNT = 20_000
const pathOf = (traceId: string, span?: number) =>
  `/p/default/traces/${traceId}${span === undefined ? '' : `?span=${idOf(span, 16)}`}`

const USAGE = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'gpt-4o-mini',
  'gen_ai.usage.input_tokens': 50,
  'gen_ai.usage.output_tokens': 5,
}

/** A wide and deep tree: each hundredth span stands at the top, the others hang below it in tens. */
const LARGE_SPANS: TestSpan[] = Array.from({ length: LARGE_COUNT }, (_, i) => {
  const id = i + 1
  const parent = i === 0 ? undefined : i % 100 === 0 ? 1 : i % 10 === 0 ? id - (i % 100) : id - (i % 10)
  return { id, ...(parent === undefined ? {} : { parent }), name: `step ${id}`, atMs: i, durationMs: 5 }
})

describeInBrowser('the trace page', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
    const storageState = await makeOwner(stage)
    page = await stage.visit({ storageState })
    const nowMs = Date.now()
    await sendSpans(stage, AGENT, nowMs - 60_000, AGENT_TRACE)
    await sendSpans(stage, ORPHAN, nowMs - 50_000, [
      { id: 1, parent: 0xbad, name: 'left alone' },
      { id: 2, parent: 1, name: 'its child' },
    ])
    await sendSpans(stage, REPEATED, nowMs - 45_000, [
      { id: 1, name: 'wrapper call', durationMs: 90, attributes: USAGE },
      { id: 2, parent: 1, name: 'provider call', durationMs: 80, attributes: USAGE },
    ])
    await sendSpans(stage, LARGE, nowMs - 40_000, LARGE_SPANS)
    await untilStored(stage, LARGE, LARGE_COUNT)
  })
  afterAll(() => stage.close())
  beforeEach(() => openPage(page, pathOf(AGENT)))
  afterEach(() => expect(stage.takeFaults()).toEqual([]))

  const grid = () => page.getByRole('treegrid', { name: 'Spans of the trace' })
  const row = (name: string) => grid().getByRole('row').filter({ hasText: name })
  const names = () => grid().locator('[role="row"][data-key] .title').allInnerTexts()
  const focused = () => grid().locator('[role="row"]:focus .title').innerText()
  const panel = () => page.getByRole('complementary')
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }

  test('a tree is told as a tree: levels, places, what is open', async () => {
    const told = await grid()
      .locator('[role="row"][data-key]')
      .evaluateAll((rows) =>
        rows.map((one) => [one.ariaLevel, one.ariaPosInSet, one.ariaSetSize, one.ariaExpanded]),
      )
    expect(told).toEqual([
      ['1', '1', '1', 'true'],
      ['2', '1', '4', null],
      ['2', '2', '4', null],
      ['2', '3', '4', 'true'],
      ['3', '1', '2', null],
      ['3', '2', '2', null],
      ['2', '4', '4', null],
    ])
    expect(await grid().getAttribute('aria-rowcount')).toBe('8')
    expect(await names()).toEqual(AGENT_TRACE.map(({ name }) => name))
    expect(await grid().locator('.bar').count()).toBe(AGENT_TRACE.length)
  })

  test('where there is room the detail of the first span is open, and the address names none', async () => {
    await panel().getByRole('heading', { name: 'invoke_agent order-helper' }).waitFor()
    expect(new URL(page.url()).searchParams.get('span')).toBeNull()
    await press('Escape')
    await panel().waitFor({ state: 'detached' })
  })

  test('arrows walk, close and open the tree', async () => {
    await press('j')
    await expect.poll(focused).toBe('retrieval kb-articles')
    await press('ArrowDown', 'ArrowDown')
    await expect.poll(focused).toBe('execute_tool look_up_order')
    await press('ArrowRight')
    await expect.poll(focused).toBe('GET /orders/7')
    await press('ArrowLeft')
    await expect.poll(focused).toBe('execute_tool look_up_order')
    await press('ArrowLeft')
    await row('+2 hidden').waitFor()
    expect(await row('look_up_order').getAttribute('aria-expanded')).toBe('false')
    expect(await names()).not.toContain('GET /orders/7')
    await press('ArrowRight')
    await row('GET /orders/7').waitFor()
    await press('[')
    await expect.poll(names).toHaveLength(5)
    await press(']')
    await expect.poll(names).toHaveLength(7)
    await press('End')
    await expect.poll(focused).toBe('chat gpt-4o')
    await press('Home')
    await expect.poll(focused).toBe('invoke_agent order-helper')
  })

  test('e leads from failure to failure, and shows what went wrong', async () => {
    await page.getByText('2 errors').waitFor()
    await press('e')
    await panel().getByText('connection reset by peer').waitFor()
    await page.getByText('1 of 2 errors').waitFor()
    expect(new URL(page.url()).searchParams.get('span')).toBe(idOf(5, 16))
    await press('e')
    await panel().getByText('504 from the carrier').waitFor()
    await press('Shift+E')
    await panel().getByText('connection reset by peer').waitFor()
    await press('Escape')
    await panel().waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.get('span')).toBeNull()
  })

  test('a model call reads as messages: what was asked, the tool call with its arguments, the answer', async () => {
    await row('chat gpt-4o-mini').click()
    const user = panel().getByRole('article', { name: 'User message' })
    await user.getByText('Where is order 7?').waitFor()
    const asked = panel().getByRole('group', { name: 'call look_up_order' })
    await asked.getByText('order_id').waitFor()
    await asked.getByText('7', { exact: true }).waitFor()
    await press('End')
    const answer = panel().getByRole('article', { name: 'Assistant message' }).last()
    await answer.getByText('is on its way').waitFor()
    expect(await answer.locator('strong').innerText()).toBe('Order 7')
    await panel().getByText('Tokens and cost').waitFor()
    await press('r')
    await answer.getByText('**Order 7** is on its way').waitFor()
  })

  test('a call says that it is not in the totals only where a span below repeats it', async () => {
    const note = panel().getByText('Not part of the trace')
    await row('chat gpt-4o-mini').click()
    await panel().getByText('Tokens and cost').waitFor()
    expect(await note.count()).toBe(0)
    await openPage(page, pathOf(REPEATED, 2))
    await panel().getByText('Tokens and cost').waitFor()
    expect(await note.count()).toBe(0)
    await openPage(page, pathOf(REPEATED, 1))
    await note.waitFor()
  })

  test('documents stand with their scores, and every raw attribute can be read and found', async () => {
    await row('retrieval kb-articles').click()
    const documents = panel().getByRole('listitem')
    await documents.getByText('Every order passes four states').waitFor()
    expect(await panel().getByTitle('Score').allInnerTexts()).toEqual(['0.835', '0.41'])
    await panel().getByRole('heading', { name: 'Attributes' }).click()
    const search = panel().getByRole('searchbox', { name: 'Search attributes' })
    await search.fill('shelf')
    const found = panel().getByRole('rowheader')
    await expect.poll(() => found.allInnerTexts()).toContain('warehouse.shelf')
    await panel().getByRole('row', { name: 'warehouse.shelf' }).getByText('B-17').waitFor()
  })

  test('a link to a span opens the trace at this span', async () => {
    await openPage(page, pathOf(AGENT, 6))
    await panel().getByRole('heading', { name: 'GET /parcels/7' }).waitFor()
    expect(await row('GET /parcels/7').getAttribute('aria-selected')).toBe('true')
    await openPage(page, pathOf(AGENT, 0xdead))
    await page.getByText('The span of this link is not in the trace').waitFor()
  })

  test('a trace that does not exist says so, with the way back', async () => {
    await openPage(page, pathOf(idOf(0xf, 32)))
    await page.getByRole('heading', { name: 'Trace not found' }).waitFor()
    expect(stage.takeFaults()).toEqual([expect.stringContaining('404')])
    await page.getByRole('link', { name: 'Traces' }).first().waitFor()
  })

  test('spans whose parent has not arrived are shown below a row that says so', async () => {
    await openPage(page, pathOf(ORPHAN))
    await page.getByText('One parent span has not arrived').waitFor()
    expect(await row('missing parent').getAttribute('aria-level')).toBe('1')
    expect(await row('left alone').getAttribute('aria-level')).toBe('2')
    expect(await row('its child').getAttribute('aria-level')).toBe('3')
  })

  test('20,000 spans open and scroll, with few rows in the page at any time', async () => {
    await openPage(page, pathOf(LARGE))
    expect(await grid().getAttribute('aria-rowcount')).toBe(String(LARGE_COUNT + 1))
    const rows = grid().locator('[role="row"][data-key]')
    for (const share of [0.25, 0.5, 0.9]) {
      const index = Math.round(LARGE_COUNT * share)
      await grid().evaluate((box, top) => box.scrollTo({ top }), index * 32)
      await grid()
        .locator(`[aria-rowindex="${index + 2}"]`)
        .waitFor()
      expect(await rows.count()).toBeLessThan(100)
    }
    await grid().locator('[data-key]').nth(20).click()
    await press('End')
    await expect.poll(focused).toBe(`step ${LARGE_COUNT}`)
    await press('/')
    await page.keyboard.type('step 12345')
    await page.getByText('1 match', { exact: true }).waitFor()
    await row('step 12345').waitFor()
    expect(await rows.count()).toBeLessThan(10)
  })
})
