import type { Pool } from 'pg'
import { z } from 'zod'
import { RuleEvaluator } from '@assay/contract/api/rule'
import { ScoringTarget } from '@assay/contract/scoring-target'
import type { JudgeQuestion } from './add-judge-work.ts'

/** A question that waits, how often it was asked, and since when it waits. */
export interface WaitingQuestion extends JudgeQuestion {
  projectId: string
  attempts: number
  notedAt: Date
  /** Why it still waits; null before the first attempt. */
  error: string | null
  /** The backfill that pays; null: the day of the rule does. */
  backfillId: string | null
}

const Question = z.object({
  target: ScoringTarget,
  evaluator: RuleEvaluator,
  evaluatorVersion: z.string().default(''),
  freeLabel: z.string().nullable().default(null),
  probability: z.number(),
  sampling: z.string(),
  stratum: z.string(),
})

/** No pause of the judge or of the rule of `w` lasts at $1; a backfill does not wait for the day of its rule. */
const NOT_PAUSED = `NOT EXISTS (SELECT 1 FROM judge_pause p
  WHERE p.judge_id = w.judge_id AND p.rule_id IN ('', CASE WHEN w.backfill_id IS NULL THEN w.rule_id END) AND p.until_at > $1)`
const IS_FREE = '(w.leased_until IS NULL OR w.leased_until <= $1)'

/** Judges that have due questions, with their projects. */
export async function judgesInDemand(
  pool: Pool,
  now: Date,
): Promise<{ judgeId: string; projectId: string }[]> {
  const { rows } = await pool.query<{ judge_id: string; project_id: string }>(
    `SELECT w.judge_id, w.project_id FROM judge_work w WHERE w.due_at <= $1 AND ${IS_FREE} AND ${NOT_PAUSED}
     GROUP BY w.judge_id, w.project_id`,
    [now],
  )
  return rows.map((row) => ({ judgeId: row.judge_id, projectId: row.project_id }))
}

/**
 * Takes due questions to one judge, the most important first. They are free again at `until` unless `renewLeases` is called, so that
 * those of a process that ends are asked by another.
 */
export async function takeJudgeWork(
  pool: Pool,
  input: { projectId: string; judgeId: string; now: Date; until: Date; limit: number },
): Promise<WaitingQuestion[]> {
  const { rows } = await pool.query<QuestionRow>(
    `UPDATE judge_work SET leased_until = $4 WHERE id IN
       (SELECT w.id FROM judge_work w WHERE w.judge_id = $2 AND w.project_id = $3 AND w.due_at <= $1 AND ${IS_FREE} AND ${NOT_PAUSED}
        ORDER BY w.priority DESC, w.noted_at LIMIT $5 FOR UPDATE SKIP LOCKED)
     RETURNING ${COLUMNS}`,
    [input.now, input.judgeId, input.projectId, input.until, input.limit],
  )
  return rows.map(toQuestion).sort((a, b) => b.priority - a.priority)
}

/** Questions of rules that have waited since before `before`, oldest first, whether they may be asked now or not; those being asked are left. */
export async function oldJudgeWork(
  pool: Pool,
  { before, now, limit }: { before: Date; now: Date; limit: number },
): Promise<WaitingQuestion[]> {
  const { rows } = await pool.query<QuestionRow>(
    `SELECT ${COLUMNS} FROM judge_work w WHERE w.noted_at < $2 AND w.backfill_id IS NULL AND ${IS_FREE} ORDER BY w.noted_at LIMIT $3`,
    [now, before, limit],
  )
  return rows.map(toQuestion)
}

/** Keeps questions that are being asked from everybody else until `until`; those that were put off or ended meanwhile stay so. */
export async function renewLeases(
  pool: Pool,
  { ids, until }: { ids: readonly string[]; until: Date },
): Promise<void> {
  if (ids.length === 0) return
  await pool.query(
    'UPDATE judge_work SET leased_until = $2 WHERE id = ANY($1::text[]) AND leased_until IS NOT NULL',
    [ids, until],
  )
}

const COLUMNS =
  'id, project_id, judge_id, rule_id, rule_version, question, priority, noted_at, attempts, error, backfill_id'

interface QuestionRow {
  id: string
  project_id: string
  judge_id: string
  rule_id: string
  rule_version: number
  question: unknown
  priority: number
  noted_at: Date
  attempts: number
  error: string | null
  backfill_id: string | null
}

const toQuestion = (row: QuestionRow): WaitingQuestion => ({
  ...Question.parse(row.question),
  id: row.id,
  projectId: row.project_id,
  ruleId: row.rule_id,
  ruleVersion: row.rule_version,
  judgeId: row.judge_id,
  priority: row.priority,
  notedAt: row.noted_at,
  attempts: row.attempts,
  error: row.error,
  backfillId: row.backfill_id,
})
