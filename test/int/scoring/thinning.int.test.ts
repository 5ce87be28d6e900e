import { afterAll, expect, test } from 'vitest'
import { seededRandom } from '@assay/stats/random/seeded'
import { migratePostgres } from '@assay/store/postgres/migrate'
import { inTransaction } from '@assay/store/postgres/in-transaction'
import { addJudgeWork, type JudgeQuestion } from '@assay/store/postgres/scoring/add-judge-work'
import { endJudgeWork } from '@assay/store/postgres/scoring/end-judge-work'
import { pauseJudge } from '@assay/store/postgres/scoring/pause-judge'
import { takeJudgeWork } from '@assay/store/postgres/scoring/take-judge-work'
import { silentLogger } from '@assay/telemetry/log'
import { boundQuestions } from '@assay/worker/score/judge/bound-questions'
import { priorityOf } from '@assay/worker/score/judge/choose-question'
import { MOST_QUESTIONS } from '@assay/worker/score/judge/decide-thinning'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'

const postgres = await openMemoryPostgres()
const { pool } = postgres
await migratePostgres(pool)
afterAll(() => postgres.close())

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 2, 1)
const DAYS = 8
/** Samples of a day, and questions that its budget pays for. */
const SAMPLES = 300
const PAID = 60

/** A day's samples: the free tier is unsure of four in ten, which are worse than the others and are asked about always. */
function samplesOf(rule: string, day: number, random: () => number) {
  return Array.from({ length: SAMPLES }, (_, i) => {
    const isUnsure = random() < 0.4
    const isBad = random() < (isUnsure ? 0.6 : 0.1)
    const probability = isUnsure ? 1 : 0.2
    return { id: `${rule}-${day}-${i}`, isBad, probability, isChosen: random() < probability }
  })
}

const questionOf = (
  rule: string,
  { id, probability }: { id: string; probability: number },
): JudgeQuestion => ({
  ...{ id, probability, ruleId: rule, ruleVersion: 1, judgeId: `j-${rule}`, sampling: 'all', stratum: 's' },
  target: { target: 'session', sessionId: id },
  evaluator: { name: 'refusal', parameters: {} },
  evaluatorVersion: '1',
  freeLabel: null,
  priority: priorityOf({ id: rule, priority: 0 }, id),
})

async function simulate(rule: string) {
  const random = seededRandom(rule)
  const projectId = `p-${rule}`
  const bad = new Map<string, boolean>()
  const sums = { samples: 0, bad: 0, w: 0, wy: 0, asked: 0 }
  for (let hour = 0; hour < (DAYS + 5) * 24; hour += 6) {
    const now = new Date(START_MS + hour * HOUR_MS)
    if (hour % 24 === 0 && hour < DAYS * 24) {
      const samples = samplesOf(rule, hour / 24, random)
      sums.samples += samples.length
      for (const { id, isBad } of samples) bad.set(id, isBad)
      sums.bad += samples.filter(({ isBad }) => isBad).length
      const questions = samples.filter(({ isChosen }) => isChosen).map((one) => questionOf(rule, one))
      await inTransaction(pool, (tx) => addJudgeWork(tx, { projectId, questions, now }))
    }
    const taken = await takeJudgeWork(pool, {
      ...{ projectId, judgeId: `j-${rule}`, now, limit: PAID / 4 },
      until: new Date(now.getTime() + HOUR_MS),
    })
    for (const { id, probability } of taken) {
      sums.asked++
      sums.w += 1 / probability
      sums.wy += bad.get(id) ? 1 / probability : 0
    }
    await endJudgeWork(
      pool,
      taken.map(({ id }) => ({ id, what: 'judged', reason: '' })),
      now,
    )
    const pause = {
      projectId,
      judgeId: `j-${rule}`,
      ruleId: rule,
      reason: 'budget_exhausted',
      error: 'Spent.',
    }
    const until = new Date(now.getTime() + 10_000)
    if (taken.length === PAID / 4) await pauseJudge(pool, { ...pause, until }, now)
    await boundQuestions({ pool, now: () => now, random, log: silentLogger })
  }
  return { truth: sums.bad / sums.samples, estimate: sums.wy / sums.w, size: sums.w / sums.samples, ...sums }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test('where more is asked than the budget pays for, the weighted mean of what was asked is the mean of all samples', async () => {
  const runs = []
  for (const seed of ['a', 'b', 'c']) runs.push(await simulate(seed))
  // Asked by certainty and given up in the end, the mean comes out 0.11 too low.
  expect(Math.abs(mean(runs.map(({ estimate, truth }) => estimate - truth)))).toBeLessThan(0.04)
  expect(Math.abs(mean(runs.map(({ size }) => size)) - 1)).toBeLessThan(0.1)
  for (const { asked } of runs) expect(asked).toBeGreaterThan(0.9 * DAYS * PAID)
  const { rows } = await pool.query('SELECT error FROM dead_letter')
  expect(rows).toEqual([])
  const { rows: counted } = await pool.query<{ times: number }>(
    `SELECT sum(times)::int AS times FROM rule_hour WHERE rule_id = 'a' AND reason = 'left_out'`,
  )
  expect(counted[0]!.times).toBeGreaterThan(100)
}, 600_000)

test('a project whose judge never answers keeps a bounded number of questions, and each weighs for those left out', async () => {
  const now = new Date(START_MS)
  await pool.query(
    `INSERT INTO judge_work (id, project_id, rule_id, rule_version, judge_id, question, priority, noted_at, due_at)
     SELECT 'n' || i, 'p-n', 'n', 1, 'j-n', '{"probability": 1, "sampling": "all", "evaluator": {"name": "refusal"}}', 0, $1, $1
     FROM generate_series(1, $2::int) AS i`,
    [now, MOST_QUESTIONS + 1000],
  )
  await boundQuestions({ pool, now: () => now, random: Math.random, log: silentLogger })
  const { rows } = await pool.query<{ n: number; w: number; sampling: string }>(
    `SELECT count(*)::int AS n, sum(1 / (question->>'probability')::float8) AS w, max(question->>'sampling') AS sampling
     FROM judge_work WHERE project_id = 'p-n'`,
  )
  expect(rows[0]!.n).toBeLessThan(0.6 * MOST_QUESTIONS)
  expect(rows[0]!.n).toBeGreaterThan(0.4 * MOST_QUESTIONS)
  expect(rows[0]!.w / (MOST_QUESTIONS + 1000)).toBeCloseTo(1, 1)
  expect(rows[0]!.sampling).toBe('uniform')
}, 600_000)
