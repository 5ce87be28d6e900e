import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Backfill } from '@assay/contract/api/backfill'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { call } from '../scoring/spans.ts'
import { BOOTSTRAP_KEY, startProcess, type AssayProcess } from '../start-process.ts'

const dir = mkdtempSync(join(tmpdir(), 'assay-kill-backfill-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const SPANS = 800
/** More of them find more: each waits half a minute for the lease of the one before. */
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 1)
/** One that no default rule has. */
const EVALUATOR = 'answer-length'
const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${BOOTSTRAP_KEY}` }

test('killed again and again while it scores the past, the process leaves each span with one score, and counts each once', async () => {
  let assay = await startProcess(dir)
  for (let sent = 0; sent < SPANS; sent += 100) await send(assay, sent, 100)
  const rule = {
    name: 'Past',
    isOn: false,
    target: 'span',
    evaluators: [{ name: EVALUATOR, parameters: { most: 500 } }],
  }
  const { id: ruleId } = await ask(assay, 'POST', '/rules', z.object({ id: z.string() }), rule)
  const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' }
  // What is sent becomes visible a moment later.
  const estimate = async () => {
    const draft = { ruleId, ...range }
    return ask(assay, 'POST', '/backfills/estimate', z.object({ matches: z.number() }), draft)
  }
  while ((await estimate()).matches < SPANS) await sleep(200)
  const { id } = await ask(assay, 'POST', '/backfills', Backfill, { ruleId, ...range })
  const read = () => ask(assay, 'GET', `/backfills/${id}`, Backfill)
  for (let kill = 1; kill <= KILLS; kill++) {
    // Between two steps, while one reads, scores or writes: whatever comes first after some progress.
    const enough = (kill * SPANS) / (KILLS + 2)
    while ((await read()).progress.scored < enough) await sleep(20)
    await assay.stop('SIGKILL')
    assay = await startProcess(dir)
  }
  let last = await read()
  for (; last.state === 'running' || last.state === 'queued'; last = await read()) await sleep(200)
  await assay.stop('SIGTERM')
  expect(last).toMatchObject({ state: 'done', reason: null })
  expect(last.progress).toMatchObject({ scored: SPANS, skipped: 0, failed: 0, share: 1 })

  const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') })
  const counts = await clickhouse.query({
    name: 'scores-after-kills',
    sql: `SELECT uniqExact(span_id) AS spans, uniqExact(score_id) AS ids FROM scores WHERE name = '${EVALUATOR}'`,
    rows: z.object({ spans: z.number(), ids: z.number() }),
  })
  await clickhouse.close()
  expect(counts).toEqual([{ spans: SPANS, ids: SPANS }])
}, 400_000)

async function send(assay: AssayProcess, from: number, count: number): Promise<void> {
  const spans = Array.from({ length: count }, (_, i) =>
    call(from + i + 1, `The parcel will arrive at your house on day number ${from + i} of this month.`),
  )
  const response = await fetch(`${assay.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  })
  expect(response.status).toBe(200)
}

async function ask<T>(
  assay: AssayProcess,
  method: string,
  path: string,
  answer: z.ZodType<T>,
  body?: object,
): Promise<T> {
  const response = await fetch(`${assay.apiUrl}/api/v1/projects/default${path}`, {
    method,
    headers: HEADERS,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
  return answer.parse(JSON.parse(text))
}
