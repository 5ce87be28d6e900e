import { CustomEvaluatorDraft } from '@assay/contract/api/custom-evaluator'
import { ScoreListQuery } from '@assay/contract/api/score-filter'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import { listScores } from '@assay/store/clickhouse/queries/list-scores'
import { reviewCounts } from '@assay/store/clickhouse/queries/review-counts'
import { createCustomEvaluator } from '@assay/store/postgres/custom-evaluator/create'
import { updateCustomEvaluator } from '@assay/store/postgres/custom-evaluator/update'
import { retryDeadLetters } from '@assay/store/postgres/scoring/retry-dead-letters'
import type { Judging } from '@assay/worker/score/judge/start-judging'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { describeEmbedded } from '../engines.ts'
import { addJudged, startTestJudging } from './judged-project.ts'
import { says, startJudgeServer, type Answering, type JudgeServer } from './judge-server.ts'
import { call, traceId } from './spans.ts'
import { closeShared, startScoring, type Scoring } from './start-scoring.ts'

const PATIENT = { timeout: 60_000, interval: 50 }
const TONE = CustomEvaluatorDraft.parse({
  name: 'tone',
  title: 'Tone',
  question: 'Is the answer kind?',
  rubric: 'A kind answer takes the person seriously.',
  steps: ['name the words that show the tone.'],
  grades: [
    { label: 'rude', meaning: 'hurts' },
    { label: 'kind', meaning: 'takes the person seriously' },
  ],
  shows: ['answer'],
  quotesFrom: ['answer'],
})
const change = { actor: { type: 'system', id: null }, now: new Date(), newId: () => '' } as const
const RANGE = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' }
const RANGE_NS = {
  from: BigInt(Date.parse(RANGE.from)) * 1_000_000n,
  to: BigInt(Date.parse(RANGE.to)) * 1_000_000n,
}

let scoring: Scoring
let judging: Judging | null = null
let server: JudgeServer
let answering: Answering
afterEach(async () => {
  await judging?.stop()
  judging = null
  await server.close()
  await scoring.close()
})
afterAll(closeShared)

const verdict = (said: object) => says(JSON.stringify({ evidence: [], reason: 'Because.', ...said }))
/** Each evaluator by the question that ends the user's message. */
const byQuestion: Answering = (response, user) => {
  const rude = { step_1: 'Day.', evidence: ['It arrives on day'], verdict: 'rude' }
  const said = user.includes('Is the answer kind?')
    ? rude
    : { verdict: user.includes('belong to?') ? 'none' : 'full_refusal' }
  verdict(said)(response, user)
}

async function start(clickhouse: Parameters<typeof startScoring>[0], evaluators: string[]): Promise<string> {
  scoring = await startScoring(clickhouse)
  server = await startJudgeServer((response, user) => answering(response, user))
  const rule = { evaluators: evaluators.map((name) => ({ name })) }
  const projectId = await addJudged(scoring, server.baseUrl, { rule })
  await createCustomEvaluator(scoring.pool, change, { projectId, draft: TONE })
  await scoring.sendSpans(
    projectId,
    [1, 2].map((i) => call(i, `It arrives on day ${i}.`)),
  )
  await scoring.workAll()
  return projectId
}
async function answered(projectId: string): Promise<void> {
  judging ??= startTestJudging(scoring).judging
  await vi.waitFor(async () => {
    const { rowCount } = await scoring.pool.query('SELECT 1 FROM judge_work WHERE project_id = $1', [
      projectId,
    ])
    expect(rowCount).toBe(0)
  }, PATIENT)
  await scoring.flush()
}
const list = (projectId: string, query: object) =>
  listScores(
    { ch: scoring.deps.clickhouse, projectId },
    { query: ScoreListQuery.parse({ ...RANGE, ...query }), nowMs: Date.now() },
  )

describeEmbedded('evaluators that judges alone answer', (open) => {
  test('they are asked in the version they were chosen by, and what wants a person is counted and listed', async () => {
    answering = byQuestion
    const p = await start(await open(), ['tone', 'stereotype', 'refusal'])
    const next = { ...TONE, question: 'Is it kind now?', version: 1 }
    const { name: _, ...definition } = next
    await updateCustomEvaluator(scoring.pool, change, { projectId: p, name: 'tone', next: definition })
    await answered(p)
    const scope = { ch: scoring.deps.clickhouse, projectId: p }
    const scores = await getTraceScores(scope, { traceId: traceId(1), spanId: call(1, '').spanId })
    const of = (name: string) => scores.filter((one) => one.name === name)
    expect(of('tone')).toMatchObject([{ source: 'judge', label: 'rude', value: 0, errorType: null }])
    expect(of('tone')[0]?.evaluatorVersion).toMatch(/^1\+judge\d+\.[0-9a-f]{16}$/)
    expect(of('tone')[0]?.findings[0]?.place.quote).toBe('It arrives on day')
    expect(of('tone')[0]?.details).toMatchObject({ route: 'judge_sure' })
    expect(of('stereotype')).toMatchObject([
      { source: 'judge', label: 'none', details: { route: 'judge_sure' } },
    ])
    expect(of('refusal').find(({ source }) => source === 'judge')).toMatchObject({
      label: 'full_refusal',
      details: { route: 'tiers_disagree', freeLabel: 'full_compliance' },
    })
    expect(await reviewCounts(scope, RANGE_NS)).toEqual([{ name: 'refusal', reason: 'tiers_disagree', n: 2 }])
    const wanted = await list(p, { name: 'refusal', wants: 'tiers_disagree' })
    expect(wanted.scores.map(({ source, label }) => [source, label])).toEqual([
      ['judge', 'full_refusal'],
      ['judge', 'full_refusal'],
    ])
    expect((await list(p, { name: 'tone', wants: 'tiers_disagree' })).scores).toEqual([])
    // What is left to the judge is not counted as left out.
    const { rows } = await scoring.pool.query(
      `SELECT 1 FROM rule_hour WHERE project_id = $1 AND what = 'not_applicable'`,
      [p],
    )
    expect(rows).toEqual([])
  })

  test('a judge that gives no verdict leaves that to a person, until it gives one', async () => {
    answering = says('I think it is fine!')
    const p = await start(await open(), ['tone'])
    await answered(p)
    const failed = await list(p, { name: 'tone', state: 'any', wants: 'judge_failed' })
    expect(failed.scores).toHaveLength(2)
    expect(failed.scores[0]).toMatchObject({ value: null, errorType: 'unparseable', source: 'judge' })
    answering = byQuestion
    const retry = { projectId: p, deadLetterId: null, now: new Date(), newId: () => 'again' }
    expect(await retryDeadLetters(scoring.pool, retry)).toBe(2)
    await answered(p)
    expect((await list(p, { name: 'tone', state: 'any', wants: 'judge_failed' })).scores).toEqual([])
    expect((await list(p, { name: 'tone', state: 'any' })).scores.map(({ label }) => label)).toEqual([
      'rude',
      'rude',
    ])
  })
})
