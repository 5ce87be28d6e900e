import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { AssayError } from '@assay/contract/error'
import { countFailures } from '@assay/store/postgres/scoring/count-failures'
import { listDeadLetters } from '@assay/store/postgres/scoring/list-dead-letters'
import { retryDeadLetters } from '@assay/store/postgres/scoring/retry-dead-letters'
import { prometheusText } from '@assay/telemetry/metrics/prometheus-text'
import type { Registry } from '@assay/telemetry/metrics/registry'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { describeEmbedded } from '../engines.ts'
import { addJudged as addJudgedTo } from './judged-project.ts'
import { says, VERDICT } from './judge-server.ts'
import type { SeenCalls } from './slow-judge.ts'
import { call, traceId } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'
import { useJudges } from './use-judges.ts'

const LONG_MS = 120_000
const PATIENT = { timeout: 60_000, interval: 50 }

let scoring: Scoring
afterEach(() => scoring.close())
afterAll(closeShared)
const judges = useJudges()

const { serve } = judges

const addJudged = (baseUrl: string, rule: object = {}, judge: object = {}) =>
  addJudgedTo(scoring, baseUrl, { rule, judge })

const judge = (): Registry => judges.judge(scoring).registry

const sendAnswers = (projectId: string, count: number) =>
  scoring.sendSpans(
    projectId,
    Array.from({ length: count }, (_, i) => call(i + 1, `It arrives on day ${i}.`)),
  )

const Verdict = z.object({
  label: z.string(),
  judgeModel: z.string(),
  costUsd: z.number().nullable(),
  durationMs: z.number().nullable(),
  probability: z.number(),
  sampling: z.string(),
  details: z.string(),
  rows: z.number(),
})
const verdicts = (projectId: string) =>
  scoring.deps.clickhouse.query({
    name: 'verdicts-of-a-test',
    sql: `SELECT any(label) AS label, any(judge_model) AS judgeModel, any(cost_usd) AS costUsd, any(duration_ms) AS durationMs,
      any(inclusion_probability) AS probability, any(sampling) AS sampling, any(details) AS details, count() AS rows
      FROM scores WHERE project_id = {projectId:String} AND source = 'judge' GROUP BY score_id, time`,
    params: { projectId },
    rows: Verdict,
  })
const waiting = async (projectId: string) =>
  (
    await scoring.pool.query<{ reason: string | null; error: string | null; under_way: boolean }>(
      `SELECT coalesce(p.reason, w.reason) AS reason, coalesce(p.error, w.error) AS error,
         leased_until IS NOT NULL AS under_way FROM judge_work w
       LEFT JOIN judge_pause p ON p.judge_id = w.judge_id AND p.rule_id IN ('', w.rule_id) WHERE w.project_id = $1`,
      [projectId],
    )
  ).rows
const waitJudged = (projectId: string) =>
  vi.waitFor(async () => expect(await waiting(projectId)).toEqual([]), PATIENT)

describeEmbedded('judging', (open) => {
  test('a verdict is kept once, with the model that answered, the rubric, what it took and how its sample was chosen', async () => {
    scoring = await startScoring(await open())
    const server = await serve(says(VERDICT))
    const price = { input: 1, output: 10 }
    const p = await addJudged(server.baseUrl, { sampling: { rate: 1, uniformShare: 0.5 } }, { price })
    await sendAnswers(p, 60)
    await scoring.workAll()
    const asked = await waiting(p)
    expect(asked.length).toBeGreaterThan(10)
    judge()
    await waitJudged(p)
    await scoring.flush()
    const scores = await verdicts(p)
    expect(scores).toHaveLength(asked.length)
    for (const score of scores) {
      expect(score).toMatchObject({ label: 'full_compliance', judgeModel: 'judge-1-2026', rows: 1 })
      expect(score.costUsd).toBeCloseTo(0.002)
      expect(score.durationMs).toBeGreaterThanOrEqual(0)
      expect([0.5, 1]).toContain(score.probability)
      expect(score.sampling).toMatch(/^(uniform|priority|all)$/)
      expect(score.details).toMatch(/"rubricHash":"[0-9a-f]{16}"/)
    }
    await sendAnswers(p, 60)
    await scoring.workAll()
    await waitJudged(p)
    await scoring.flush()
    expect(await verdicts(p)).toHaveLength(asked.length)
  })

  test('a rule says how sure the free tier must be to go without its judge, and the judge to go without a person', async () => {
    scoring = await startScoring(await open())
    const [before = '', after = ''] = VERDICT.split('full_compliance')
    const token = (text: string, p = 1, others: object[] = []) => ({
      token: text,
      logprob: Math.log(p),
      top_logprobs: others,
    })
    const unsure = [{ token: 'full_refusal', logprob: Math.log(0.2) }]
    const content = [token(before), token('full_compliance', 0.8, unsure), token(after)]
    const { baseUrl } = await serve(says(VERDICT, { logprobs: { content } }))
    const sampling = { rate: 1, uniformShare: 0.3 }
    const withRule = (evaluator: object) =>
      addJudged(baseUrl, { sampling, evaluators: [{ name: 'refusal', ...evaluator }] })
    const [never, always] = [
      await withRule({ askJudgeBelow: 0, askPersonBelow: 0.81 }),
      await withRule({ askJudgeBelow: 1, askPersonBelow: 0.79 }),
    ]
    for (const p of [never, always]) await sendAnswers(p, 60)
    await scoring.workAll()
    judge()
    for (const p of [never, always]) await waitJudged(p)
    await scoring.flush()
    const [uniform, all] = [await verdicts(never), await verdicts(always)]
    expect(uniform.length).toBeGreaterThan(5)
    expect(uniform.length).toBeLessThan(40)
    // What is above the threshold still goes by the even share, whose probability it carries.
    for (const { probability, sampling, details } of uniform) {
      expect([probability, sampling]).toEqual([0.3, 'uniform'])
      expect(details).toContain('"route":"judge_unsure"')
    }
    expect(all).toHaveLength(60)
    for (const { probability, details } of all) {
      expect(probability).toBe(1)
      expect(details).toContain('"route":"judge_sure"')
    }
  })

  test(
    'a judge of half a second is kept busy with 50 calls at a time, and with no more',
    async () => {
      scoring = await startScoring(await open())
      const slow = new Worker(new URL('./slow-judge.ts', import.meta.url))
      const [baseUrl] = (await once(slow, 'message')) as [string]
      const p = await addJudged(baseUrl)
      await sendAnswers(p, 300)
      await scoring.workAll()
      expect(await waiting(p)).toHaveLength(300)
      judge()
      await waitJudged(p)
      slow.postMessage('seen')
      const [{ calls, mostAtOnce }] = (await once(slow, 'message')) as [SeenCalls]
      await slow.terminate()
      expect(calls).toHaveLength(300)
      expect(mostAtOnce).toBe(50)
    },
    LONG_MS,
  )

  test(
    'judges that hang, are away or answer nonsense keep nobody waiting, and each says what is wrong',
    async () => {
      scoring = await startScoring(await open())
      const hanging = await serve(() => undefined)
      const garbage = await serve(says('I think it is fine!'))
      const broken = await serve((response) => void response.writeHead(500).end('no'))
      const good = await serve(says(VERDICT))
      const projects = {
        hanging: await addJudged(hanging.baseUrl),
        garbage: await addJudged(garbage.baseUrl),
        broken: await addJudged(broken.baseUrl),
        away: await addJudged('http://127.0.0.1:9/v1'),
        good: await addJudged(good.baseUrl),
      }
      for (const p of Object.values(projects)) await sendAnswers(p, 20)
      await scoring.workAll()
      const registry = judge()
      await waitJudged(projects.good)
      expect(await waiting(projects.hanging)).toHaveLength(20)
      await waitJudged(projects.garbage)
      await scoring.flush()
      expect(await verdicts(projects.good)).toHaveLength(20)
      for (const p of Object.values(projects)) expect(await scoring.scores(p)).not.toEqual([])
      const letters = await listDeadLetters(scoring.pool, { projectId: projects.garbage, limit: 1 })
      expect(letters.total).toBe(20)
      expect(letters.deadLetters[0]).toMatchObject({ stage: 'judge', evaluator: 'refusal' })
      expect(letters.deadLetters[0]?.error).toMatch(/^unparseable: /)
      expect(prometheusText(registry.collect())).toMatch(
        new RegExp(`assay_judge_questions_total{project="${projects.garbage}".*reason="unparseable"} 20`),
      )
      const failures = {
        projectId: projects.garbage,
        evaluator: 'refusal',
        since: new Date(0),
        now: new Date(),
      }
      expect(await countFailures(scoring.pool, failures)).toMatchObject({ lastDay: 20, unparseable: 20 })
      // What failed at a judge is asked again as it was, not left to the draw.
      const retry = { projectId: projects.garbage, deadLetterId: null, now: new Date(), newId: () => 'again' }
      expect(await retryDeadLetters(scoring.pool, retry)).toBe(20)
      await waitJudged(projects.garbage)
      await vi.waitFor(async () => {
        const again = await listDeadLetters(scoring.pool, { projectId: projects.garbage, limit: 100 })
        expect(again).toMatchObject({ total: 20, waiting: 20 })
        expect(again.deadLetters.every(({ attempts }) => attempts === 2)).toBe(true)
      }, PATIENT)
      await vi.waitFor(async () => {
        for (const p of [projects.hanging, projects.broken, projects.away])
          for (const { reason, error } of await waiting(p)) {
            expect(reason).toMatch(/^(circuit_open|timeout|server_error|network)$/)
            expect(error).not.toBeNull()
          }
      }, PATIENT)
      expect(await waiting(projects.away)).toHaveLength(20)
    },
    LONG_MS,
  )

  test(
    "a day's budget is never overspent, by calls or by money, and what waits says so",
    async () => {
      scoring = await startScoring(await open())
      const server = await serve(says(VERDICT))
      const calls = await addJudged(server.baseUrl, { budget: { callsPerDay: 7, usdPerDay: null } })
      const price = { input: 1, output: 10 }
      // Each call costs 0.002 and reserves more.
      const money = await addJudged(
        server.baseUrl,
        { budget: { callsPerDay: null, usdPerDay: 0.05 } },
        { price },
      )
      const unpriced = await addJudged(server.baseUrl, { budget: { callsPerDay: null, usdPerDay: 1 } })
      const liar = await serve(says(VERDICT, { usage: { prompt_tokens: -1e12, completion_tokens: 1e300 } }))
      const lied = await addJudged(liar.baseUrl, { budget: { callsPerDay: 5, usdPerDay: 1 } }, { price })
      const all = [calls, money, unpriced, lied]
      for (const p of all) await sendAnswers(p, 40)
      await scoring.workAll()
      const registries = [judge(), judge()]
      await vi.waitFor(async () => {
        for (const p of all) {
          const left = await waiting(p)
          expect(left.length).toBeGreaterThan(0)
          for (const one of left) expect(one).toMatchObject({ reason: 'budget_exhausted', under_way: false })
        }
      }, PATIENT)
      await scoring.flush()
      expect(registries).toHaveLength(2)
      expect(await verdicts(calls)).toHaveLength(7)
      const paid = (await verdicts(money)).length
      expect(paid).toBeGreaterThan(0)
      expect(paid).toBeLessThanOrEqual(25)
      expect(await verdicts(unpriced)).toEqual([])
      expect(liar.calls.length).toBeLessThanOrEqual(5)
      const { rows } = await scoring.pool.query<{ usd: number; calls: string }>(
        'SELECT usd, calls FROM scoring_budget WHERE rule_id = $1',
        [`${money}-r0`],
      )
      expect(rows[0]?.usd).toBeLessThanOrEqual(0.05)
      expect((await waiting(unpriced))[0]?.error).toContain('the price of its judge is not known')
    },
    LONG_MS,
  )

  test(
    'a rule goes on while calls under way hold its money, and stops where what is left does not pay for one',
    async () => {
      scoring = await startScoring(await open())
      const server = await serve(says(VERDICT, { afterMs: 20 }))
      // Each call costs 0.002 and reserves ten times as much: two at a time are paid for.
      const budget = { callsPerDay: null, usdPerDay: 0.06 }
      const p = await addJudged(
        server.baseUrl,
        { budget },
        { price: { input: 1, output: 10 }, concurrency: 4 },
      )
      await sendAnswers(p, 40)
      await scoring.workAll()
      judge()
      await vi.waitFor(async () => {
        const left = await waiting(p)
        expect(left[0]).toMatchObject({ reason: 'budget_exhausted', under_way: false })
        const most = Number(/which may cost up to \$(0\.\d+):/.exec(left[0]?.error ?? '')?.[1])
        expect(most).toBeGreaterThan(0.015)
        expect(server.calls.length * 0.002 + most).toBeGreaterThan(0.06)
      }, PATIENT)
      const [pause] = (
        await scoring.pool.query<{ since: Date }>('SELECT since FROM judge_pause WHERE project_id = $1', [p])
      ).rows
      // The first pause came after the last call, not between them.
      const lastCall = performance.timeOrigin + Math.max(...server.calls)
      expect(pause?.since.getTime()).toBeGreaterThan(lastCall)
    },
    LONG_MS,
  )

  test('an answer waits while the spool is full, so that nothing is paid twice, and nothing more is asked meanwhile', async () => {
    scoring = await startScoring(await open())
    const server = await serve(says(VERDICT))
    const p = await addJudged(server.baseUrl, {}, { concurrency: 2 })
    await sendAnswers(p, 20)
    await scoring.workAll()
    let refusals = 0
    const append: typeof scoring.keep = (frames) =>
      ++refusals <= 3
        ? Promise.reject(new AssayError('unavailable', 'the spool is full'))
        : scoring.keep(frames)
    judges.judge(scoring, { append })
    await vi.waitFor(() => expect(refusals).toBe(2), PATIENT)
    expect(server.calls.length).toBeLessThanOrEqual(4)
    await waitJudged(p)
    expect(refusals).toBeGreaterThan(3)
    expect(server.calls).toHaveLength(20)
    await scoring.flush()
    expect(await verdicts(p)).toHaveLength(20)
  })

  test('questions whose rule no longer asks, and those of a sample that is gone, are ended unasked', async () => {
    scoring = await startScoring(await open())
    const server = await serve(says(VERDICT))
    const p = await addJudged(server.baseUrl)
    await sendAnswers(p, 3)
    await scoring.workAll()
    const { pool } = scoring
    await pool.query(
      `UPDATE judge_work SET question = jsonb_set(question, '{target,traceId}', to_jsonb($1::text)) WHERE id IN
         (SELECT id FROM judge_work LIMIT 1)`,
      [traceId(999)],
    )
    await pool.query(
      `UPDATE judge_work SET rule_id = 'gone' WHERE id IN
      (SELECT id FROM judge_work WHERE question->'target'->>'traceId' <> $1 LIMIT 1)`,
      [traceId(999)],
    )
    judge()
    await waitJudged(p)
    expect(server.calls).toHaveLength(1)
  })
})
