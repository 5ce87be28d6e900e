import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { openPostgres } from '@assay/store/postgres/open'
import { afterAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { BOOTSTRAP_KEY, startProcess, type AssayProcess } from '../start-process.ts'
import { says, startJudgeServer, VERDICT } from './judge-server.ts'
import { call } from './spans.ts'

const dir = mkdtempSync(join(tmpdir(), 'assay-kill-judging-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const SPANS = 120
/** More of them find more: what was under way is asked again after a minute. */
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 0)
const CALLS_AT_ONCE = 10
/** Calls whose money is taken before their turn comes. */
const PREPARED = 12
const CALLS_PER_DAY = 400
const USD_PER_CALL = 0.002

test.skipIf(KILLS === 0)(
  'killed while it asks a judge, the process loses and doubles no verdict, and what was under way counts as spent',
  async () => {
    const judge = await startJudgeServer(says(VERDICT, { afterMs: 250 }))
    try {
      let assay = await startProcess(dir)
      const ruleId = await setUp(assay, judge.baseUrl)
      await sendAnswers(assay)
      for (let kill = 1; kill <= KILLS; kill++) {
        const asked = judge.calls.length
        await vi.waitFor(() => expect(judge.calls.length).toBeGreaterThan(asked + 25), { timeout: 120_000 })
        await assay.stop('SIGKILL')
        assay = await startProcess(dir)
      }
      // What was under way is asked again when nobody has held it for a minute.
      await vi.waitFor(async () => expect(await judged(assay, ruleId)).toBe(SPANS), {
        timeout: 150_000,
        interval: 1_000,
      })
      await assay.stop('SIGTERM')

      const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') })
      const [verdicts] = await clickhouse.query({
        name: 'verdicts-after-kills',
        sql: `SELECT count() AS rows, uniqExact(span_id) AS spans FROM (SELECT score_id, span_id FROM scores
        WHERE source = 'judge' GROUP BY score_id, time, span_id)`,
        rows: z.object({ rows: z.number(), spans: z.number() }),
      })
      await clickhouse.close()
      expect(verdicts).toEqual({ rows: SPANS, spans: SPANS })

      const { pool, close } = await openPostgres({ path: join(dir, 'postgres') })
      const { rows: left } = await pool.query(
        'SELECT id FROM judge_work UNION ALL SELECT id FROM dead_letter',
      )
      const { rows: spent } = await pool.query<{ calls: number; usd: number }>(
        'SELECT sum(calls)::int AS calls, sum(usd) AS usd FROM scoring_budget WHERE rule_id = $1',
        [ruleId],
      )
      await close()
      expect(left).toEqual([])
      const calls = judge.calls.length
      // Only what was under way was asked again, or answered and not on disk yet.
      expect(calls).toBeGreaterThanOrEqual(SPANS)
      expect(calls).toBeLessThanOrEqual(SPANS + KILLS * 2 * CALLS_AT_ONCE)
      expect(judge.mostAtOnce()).toBeLessThanOrEqual(CALLS_AT_ONCE)
      // Whatever went out is paid for, and no more is counted than was about to go out.
      expect(spent[0]?.calls).toBeGreaterThanOrEqual(calls)
      expect(spent[0]?.calls).toBeLessThanOrEqual(calls + KILLS * PREPARED)
      expect(spent[0]?.calls).toBeLessThanOrEqual(CALLS_PER_DAY)
      expect(spent[0]?.usd).toBeGreaterThanOrEqual(calls * USD_PER_CALL - 1e-9)
      expect(spent[0]?.usd).toBeLessThanOrEqual(1)
    } finally {
      await judge.close()
    }
  },
  400_000,
)

async function ask<T>(assay: AssayProcess, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${assay.apiUrl}/api/v1/projects/default${path}`, {
    method,
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (response.status === 204 ? null : await response.json()) as T
}

/** Leaves one rule, which asks the judge about everything; answers its id. */
async function setUp(assay: AssayProcess, baseUrl: string): Promise<string> {
  const { rules } = await ask<{ rules: { id: string }[] }>(assay, 'GET', '/rules')
  for (const { id } of rules) await ask(assay, 'DELETE', `/rules/${id}`)
  const judge = await ask<{ id: string }>(assay, 'POST', '/judges', {
    name: 'Judge',
    provider: 'openai',
    baseUrl,
    model: 'judge-1',
    samples: 1,
    concurrency: CALLS_AT_ONCE,
    price: { input: 1, output: 10 },
  })
  const rule = await ask<{ id: string }>(assay, 'POST', '/rules', {
    name: 'Refusals',
    target: 'span',
    evaluators: [{ name: 'refusal' }],
    sampling: { rate: 1, uniformShare: 1 },
    judgeId: judge.id,
    budget: { callsPerDay: CALLS_PER_DAY, usdPerDay: 1 },
  })
  return rule.id
}

/** A rule counts within two seconds. */
async function sendAnswers(assay: AssayProcess): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  const spans = Array.from({ length: SPANS }, (_, i) => call(i + 1, `It arrives on day ${i}.`))
  const response = await fetch(`${assay.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${BOOTSTRAP_KEY}` },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  })
  expect(response.status).toBe(200)
}

const judged = async (assay: AssayProcess, ruleId: string): Promise<number> =>
  (await ask<{ judge: { judged: number } }>(assay, 'GET', `/rules/${ruleId}/state`)).judge.judged
