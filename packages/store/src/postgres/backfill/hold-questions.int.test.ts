import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemoryPostgres } from '../../../../../test/runner/laid-postgres.ts'
import type { Change } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { migratePostgres } from '../migrate.ts'
import type { PostgresHandle } from '../open.ts'
import { createProject } from '../project/create.ts'
import { listRules } from '../rule/list.ts'
import { addJudgeWork } from '../scoring/add-judge-work.ts'
import { putOffQuestions } from '../scoring/end-judge-work.ts'
import { takeJudgeWork } from '../scoring/take-judge-work.ts'
import { createBackfill } from './create.ts'
import { pauseBackfill, pauseForReason } from './pause.ts'
import { resumeBackfill } from './resume.ts'

const NOW = new Date(1_790_000_000_000)
const LATER = new Date(NOW.getTime() + 86_400_000)

let postgres: PostgresHandle
let ids = 0
const change = (): Change => ({
  actor: { type: 'key', id: 'bootstrap' },
  now: NOW,
  newId: () => `id${++ids}`,
})
beforeAll(async () => {
  postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
})
afterAll(() => postgres.close())

/** A backfill with one question that is being asked. */
async function start() {
  const { pool } = postgres
  const input = { organisationId: 'default', name: `P${++ids}`, retentionDays: 30 }
  const { id: projectId } = await createProject(pool, change(), input)
  const [rule] = await listRules(pool, projectId)
  const { id: backfillId } = await createBackfill(pool, change(), {
    ...{ projectId, ruleId: rule!.id, ruleVersion: 1, evaluators: ['refusal'], skipsScored: true },
    ...{ fromNs: 0n, toNs: 1n, expected: 1, judgeShare: 1, budget: { calls: 1, usd: null } },
  })
  const question = {
    ...{ id: `q-${backfillId}`, ruleId: rule!.id, ruleVersion: 1, judgeId: projectId, priority: 1 },
    target: { target: 'trace', traceId: '0'.repeat(32) },
    evaluator: { name: 'refusal', parameters: {} },
    ...{ evaluatorVersion: '1', freeLabel: null, probability: 1, sampling: 'all', stratum: 'refusal' },
  } as const
  await inTransaction(pool, (tx) =>
    addJudgeWork(tx, { projectId, questions: [question], now: NOW, backfillId }),
  )
  const take = (now: Date) =>
    takeJudgeWork(pool, { projectId, judgeId: projectId, now, until: now, limit: 10 })
  expect(await take(NOW)).toHaveLength(1)
  return { pool, projectId, backfillId, ids: [question.id], take }
}

test('a question that was under way when its backfill was paused is not asked again before that goes on', async () => {
  const { pool, projectId, backfillId, ids: asked, take } = await start()
  await pauseBackfill(pool, change(), { projectId, backfillId })
  await putOffQuestions(pool, { ids: asked, until: NOW, why: null, counts: true })
  expect(await take(LATER)).toEqual([])
  await resumeBackfill(pool, change(), { projectId, backfillId, budget: null })
  await putOffQuestions(pool, { ids: asked, until: NOW, why: null, counts: true })
  expect(await take(LATER)).toHaveLength(1)
})

test('a question that cannot be paid is held with its backfill, and ends with one that is over', async () => {
  const running = await start()
  const over = await start()
  const { pool } = running
  await pool.query(`UPDATE backfill SET state = 'failed' WHERE id = $1`, [over.backfillId])
  for (const { backfillId } of [running, over])
    await pauseForReason(pool, { backfillId, reason: 'No money.' })
  const left = async (backfillId: string) =>
    (await pool.query('SELECT 1 FROM judge_work WHERE backfill_id = $1', [backfillId])).rowCount
  expect(await left(running.backfillId)).toBe(1)
  expect(await running.take(LATER)).toEqual([])
  expect(await left(over.backfillId)).toBe(0)
})
