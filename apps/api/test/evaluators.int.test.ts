import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EvaluatorCascade } from '@assay/contract/api/evaluator-cascade'
import { EvaluatorReport } from '@assay/contract/api/evaluator-report'
import { NO_SLICES, type ScoreRow } from '@assay/contract/score-row'
import { SCORES_COLUMNS } from '@assay/contract/tables'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { EVALUATORS } from '@assay/score/registry'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { inTransaction } from '@assay/store/postgres/in-transaction'
import { buryTargets } from '@assay/store/postgres/scoring/bury-targets'
import { makeApi, type TestApi } from './make-api.ts'

const PROJECT = '/api/v1/projects/default'
const now = Date.UTC(2026, 10, 21, 12)
const traceId = (n: number) => n.toString(16).padStart(32, '0')

let directory: string
let ch: ClickHouse
let api: TestApi
let cookie: string
let version = 0n

async function append(rows: readonly ScoreRow[]): Promise<void> {
  const out = new RowWriter()
  for (const row of rows) encodeScoreRow(out, row, ++version)
  const path = join(directory, `${version}.rowbinary`)
  await writeFile(path, out.take())
  const token = `t${version}`
  await ch.insertFile({ table: 'scores', columns: SCORES_COLUMNS, path, rows: rows.length, token })
}

const score = (n: number, more: Partial<ScoreRow> = {}): ScoreRow => ({
  projectId: 'default',
  scoreId: (n + (more.source === 'judge' ? 5000 : 0)).toString(16).padStart(32, '0'),
  target: 'trace',
  traceId: traceId(n),
  spanId: '',
  sessionId: '',
  responseId: '',
  name: 'refusal',
  timeUnixNano: BigInt(now - n * 60_000) * 1_000_000n,
  evaluator: 'refusal',
  evaluatorVersion: '1',
  value: n % 2,
  label: n % 2 === 1 ? 'full_refusal' : 'full_compliance',
  explanation: '',
  source: 'metric',
  inclusionProbability: 1,
  errorType: '',
  rule: null,
  sampling: 'all',
  confidence: null,
  findings: [],
  details: {},
  judgeModel: '',
  costUsd: 0,
  durationMs: n,
  slices: NO_SLICES,
  ...more,
})
const judged = (n: number, problems: string[]) =>
  score(n, {
    source: 'judge',
    evaluatorVersion: '1+judge2.abc',
    costUsd: n % 2 === 0 ? 0.002 : 0.004,
    durationMs: 800,
    details: { record: { questions: 1 + problems.length, problems } },
  })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-evaluators-'))
  ch = await openClickHouse({ path: join(directory, 'ch') })
  const migrations = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
  await migrateClickHouse({ clickhouse: ch, directory: migrations, now: Date.now })
  api = await makeApi({ ch, appendScores: append, now: () => new Date(now) })
  cookie = await api.setUp()
  const numbers = Array.from({ length: 100 }, (_, i) => i + 1)
  await append(numbers.map((n) => score(n)))
  // Sent again, it is one score all the same.
  await append(numbers.slice(0, 20).map((n) => score(n)))
  await append(numbers.slice(0, 40).map((n) => judged(n, n <= 4 ? ['unparseable: no JSON'] : [])))
  await append([score(1, { projectId: 'elsewhere' })])
})
afterAll(async () => {
  await api.close()
  await ch.close()
  await rm(directory, { recursive: true, force: true })
})

const get = async (name: string, query = '') => {
  const { status, json } = await api.ask('GET', `${PROJECT}/evaluators/${name}${query}`, { cookie })
  expect([status, json.detail]).toEqual([200, undefined])
  return EvaluatorReport.parse(json)
}

test('an evaluator has its rubric, and how a judge is asked beside it', async () => {
  const report = await get('refusal')
  expect(report.evaluator).toMatchObject({ name: 'refusal', isJudged: true })
  expect(report.rubric).toContain('refus')
  expect(report.judge?.version).toBe(
    `${EVALUATORS.refusal.version}+judge${report.judge?.protocolVersion}.${report.judge?.rubricHash}`,
  )
  expect(report.judge?.labels).toContain('full_refusal')
  expect((await get('bleu')).judge).toBeNull()
})

test('each version has its scores, cost and latency with interval and n, resent ones once', async () => {
  const { runs } = await get('refusal')
  const [metric, judge] = ['metric', 'judge'].map((source) => runs.find((run) => run.source === source))
  expect(metric).toMatchObject({ version: '1', n: 100, costUsd: { n: 100, estimate: 0 } })
  expect(metric?.p50Ms).toMatchObject({ n: 100, estimate: 50.5 })
  expect(metric?.p50Ms?.low).toBeGreaterThan(35)
  expect(metric?.p50Ms?.high).toBeLessThan(66)
  expect(metric?.p95Ms?.estimate).toBeCloseTo(95.05, 5)
  expect(judge).toMatchObject({ version: '1+judge2.abc', n: 40 })
  expect(judge?.costUsd?.estimate).toBeCloseTo(0.003, 10)
  expect(judge?.costUsd?.low).toBeGreaterThan(0.002)
  const to = new Date(now - 90 * 60_000).toISOString()
  expect((await get('refusal', `?to=${to}&from=2026-01-01T00:00:00Z`)).runs).toMatchObject([{ n: 10 }])
})

test('answers that could not be read are told as a share, those that failed in the end too', async () => {
  expect((await get('refusal')).unparseable).toMatchObject({ n: 44, estimate: 4 / 44 })
  expect((await get('pii')).unparseable).toBeNull()
  await inTransaction(api.postgres.pool, (tx) =>
    buryTargets(tx, {
      projectId: 'default',
      dead: [
        {
          stage: 'judge',
          target: { target: 'trace', traceId: traceId(7) },
          evaluator: 'refusal',
          error: 'unparseable: no JSON',
          attempts: 1,
        },
      ],
      now: new Date(now - 3_600_000),
    }),
  )
  const { unparseable, failures } = await get('refusal')
  expect(unparseable).toMatchObject({ n: 45, estimate: 5 / 45 })
  expect(failures.lastDay).toMatchObject({ n: 141, estimate: 1 / 141 })
  expect(failures.lastWeek).toMatchObject({ n: 141, estimate: 1 / 141 })
})

test('labels of people and feedback of users tell how far it agrees, and without them nothing is claimed', async () => {
  expect((await get('refusal')).agreement).toEqual([])
  const body = {
    scores: Array.from({ length: 30 }, (_, i) => i + 1).flatMap((n) => [
      {
        traceId: traceId(n),
        name: 'refusal',
        source: 'human',
        label: n % 2 === 1 && n !== 1 ? 'full_refusal' : 'full_compliance',
      },
      { traceId: traceId(n), name: 'user_feedback', value: (n + 1) % 2 },
    ]),
  }
  expect((await api.ask('POST', `${PROJECT}/scores`, { cookie, body })).json.accepted).toBe(60)
  const { agreement } = await get('refusal')
  const of = (name: string, source: string) =>
    agreement.find((one) => one.labels.name === name && one.source === source)
  expect(of('refusal', 'metric')).toMatchObject({
    labels: { source: 'human' },
    n: 30,
    accuracy: { n: 30, estimate: 29 / 30 },
  })
  expect(of('refusal', 'metric')?.kappa?.estimate).toBeCloseTo(1 - 1 / 15, 6)
  expect(of('refusal', 'judge')).toMatchObject({ n: 30 })
  expect(of('user_feedback', 'metric')).toMatchObject({ labels: { source: 'api' }, n: 30 })
  expect(of('user_feedback', 'metric')?.correlation?.estimate).toBeCloseTo(-1, 10)
  expect((await get('pii')).agreement).toEqual([])
})

test('verdicts, confidences and labels of the same targets tell when a judge is best asked; too few tell how many are missing', async () => {
  const cascade = async (name = 'refusal') => {
    const { status, json } = await api.ask('GET', `${PROJECT}/evaluators/${name}/cascade`, { cookie })
    expect([status, json.detail]).toEqual([200, undefined])
    return EvaluatorCascade.parse(json)
  }
  const { judgeVersion, version: freeVersion } = await cascade()
  const numbers = Array.from({ length: 220 }, (_, i) => i + 1001)
  const isUnsure = (n: number) => n % 10 < 3
  // Of what the free tier is sure of one in two goes to the judge, and stands for two.
  const asked = numbers.filter((n) => isUnsure(n) || n % 20 < 10)
  await append(
    numbers.map((n) => {
      const isWrong = n % 10 === 1
      const label = (n % 2 === 1) !== isWrong ? 'full_refusal' : 'full_compliance'
      return score(n, { evaluatorVersion: freeVersion, confidence: isUnsure(n) ? 0.6 : 0.97, label })
    }),
  )
  const verdict = (n: number, more: Partial<ScoreRow> = {}) =>
    score(n, {
      source: 'judge',
      evaluatorVersion: judgeVersion ?? '',
      judgeModel: 'judge-1',
      inclusionProbability: isUnsure(n) ? 1 : 0.5,
      ...more,
    })
  await append(asked.map((n) => verdict(n)))
  // Other versions, failures and other projects say nothing.
  await append([
    verdict(1002, { scoreId: 'a'.repeat(32), evaluatorVersion: 'old', label: 'full_refusal' }),
    verdict(1002, { scoreId: 'b'.repeat(32), value: null, label: '', errorType: 'unparseable' }),
    verdict(1002, { scoreId: 'c'.repeat(32), projectId: 'elsewhere', label: 'full_refusal' }),
  ])
  const label = async (some: readonly number[]) => {
    const scores = some.map((n) => ({
      traceId: traceId(n),
      name: 'refusal',
      source: 'human',
      label: n % 2 === 1 ? 'full_refusal' : 'full_compliance',
    }))
    expect((await api.ask('POST', `${PROJECT}/scores`, { cookie, body: { scores } })).json.accepted).toBe(
      some.length,
    )
  }
  await label(numbers.slice(0, 40))
  const few = await cascade()
  expect(few).toMatchObject({ leastLabels: 100, judges: [{ judgeModel: 'judge-1', suggestion: null }] })
  expect(few.judges[0]?.missing).toBeGreaterThan(60)
  await label(numbers)
  const { judges, labels } = await cascade()
  expect(labels).toBeGreaterThanOrEqual(220)
  expect(judges).toMatchObject([{ judgeModel: 'judge-1', n: asked.length, withoutConfidence: 0, missing: 0 }])
  const found = judges[0]?.suggestion
  expect(found?.askJudgeBelow).toBeGreaterThan(0.6)
  expect(found?.askJudgeBelow).toBeLessThanOrEqual(0.97)
  expect(found?.calls.estimate).toBeCloseTo(0.3, 1)
  expect(found?.judge).toMatchObject({ n: asked.length, estimate: 1 })
  expect(found?.cascade.estimate).toBe(1)
  expect(found?.free.estimate).toBeCloseTo(0.9, 1)
  expect(found?.free.low).toBeLessThan(0.9)
  expect(await cascade('pii')).toMatchObject({ judgeVersion: null, labels: 0, judges: [] })
})

test('figures on public data are those of the page of accuracy', async () => {
  const { accuracy } = await get('refusal')
  expect(accuracy.length).toBeGreaterThan(0)
  for (const figure of accuracy) expect(figure.interval !== null || figure.items > 0).toBe(true)
})

test('an evaluator that does not exist is not found, and says how to find those that do', async () => {
  const { status, json } = await api.ask('GET', `${PROJECT}/evaluators/none`, { cookie })
  expect([status, json.detail]).toEqual([404, expect.stringContaining('the list of evaluators has all')])
})
