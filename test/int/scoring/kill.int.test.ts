import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { openPostgres } from '@assay/store/postgres/open'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { BOOTSTRAP_KEY, startProcess, type AssayProcess } from '../start-process.ts'
import { call, traceId } from './spans.ts'

const dir = mkdtempSync(join(tmpdir(), 'assay-kill-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const SPANS = 1_000
/** More of them find more: what was under way is looked for again after a minute. */
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 1)

test('killed again and again while it scores, the process leaves each span with one score of each evaluator', async () => {
  let sent = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const assay = await startProcess(dir)
    for (; sent < ((kill + 1) * SPANS) / KILLS; sent += 100) await send(assay, sent, 100)
    // Loading, noting, reading, scoring and writing take turns in this time.
    await sleep(300 + kill * 500)
    await assay.stop('SIGKILL')
  }
  const last = await startProcess(dir)
  await waitScored(last)
  await last.stop('SIGTERM')

  const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') })
  const counts = await clickhouse.query({
    name: 'scores-after-kills',
    sql: `SELECT name, uniqExact(span_id) AS spans, uniqExact(score_id) AS ids, uniqExact(trace_id) AS traces
      FROM scores WHERE target = 'span' GROUP BY name ORDER BY name`,
    rows: z.object({ name: z.string(), spans: z.number(), ids: z.number(), traces: z.number() }),
  })
  await clickhouse.close()
  expect(counts.find(({ name }) => name === 'refusal')).toEqual({
    name: 'refusal',
    spans: SPANS,
    ids: SPANS,
    traces: SPANS,
  })
  const postgres = await openPostgres({ path: join(dir, 'postgres') })
  const { rows } = await postgres.pool.query('SELECT id FROM dead_letter')
  await postgres.close()
  expect(rows).toEqual([])
}, 300_000)

async function send(assay: AssayProcess, from: number, count: number): Promise<void> {
  const spans = Array.from({ length: count }, (_, i) => call(from + i + 1, `It arrives on day ${from + i}.`))
  expect(spans[0]?.traceId).toBe(traceId(from + 1))
  const response = await fetch(`${assay.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${BOOTSTRAP_KEY}` },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  })
  expect(response.status).toBe(200)
}

/** Waits until nothing is noted and no trace is to settle, as the metrics tell. */
async function waitScored(assay: AssayProcess): Promise<void> {
  const until = Date.now() + 200_000
  for (let quiet = 0; quiet < 3 && Date.now() < until; await sleep(2_000)) {
    const response = await fetch(`${assay.apiUrl}/metrics`, {
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
    })
    const text = await response.text()
    const waiting = /^assay_scoring_waiting\{what="works"\} (\d+)$/m.exec(text)?.[1]
    const open = /^assay_scoring_waiting\{what="open_targets"\} (\d+)$/m.exec(text)?.[1]
    quiet = waiting === '0' && open === '0' ? quiet + 1 : 0
  }
}
