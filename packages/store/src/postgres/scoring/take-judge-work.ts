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
}

const Question = z.object({
  target: ScoringTarget,
  evaluator: RuleEvaluator,
  probability: z.number(),
  sampling: z.string(),
  stratum: z.string(),
})

/** Judges that have due questions, with their projects. */
export async function judgesInDemand(
  pool: Pool,
  now: Date,
): Promise<{ judgeId: string; projectId: string }[]> {
  const { rows } = await pool.query<{ judge_id: string; project_id: string }>(
    'SELECT DISTINCT judge_id, project_id FROM judge_work WHERE due_at <= $1',
    [now],
  )
  return rows.map((row) => ({ judgeId: row.judge_id, projectId: row.project_id }))
}

/**
 * Takes due questions to one judge, the most important first. They are due again at `until`, so that those of a process that ends are
 * asked by another.
 */
export async function takeJudgeWork(
  pool: Pool,
  input: { projectId: string; judgeId: string; now: Date; until: Date; limit: number },
): Promise<WaitingQuestion[]> {
  const { rows } = await pool.query<{
    id: string
    rule_id: string
    rule_version: number
    question: unknown
    priority: number
    noted_at: Date
    attempts: number
    error: string | null
  }>(
    `UPDATE judge_work SET due_at = $4 WHERE id IN
       (SELECT id FROM judge_work WHERE judge_id = $1 AND project_id = $2 AND due_at <= $3
        ORDER BY priority DESC, noted_at LIMIT $5 FOR UPDATE SKIP LOCKED)
     RETURNING id, rule_id, rule_version, question, priority, noted_at, attempts, error`,
    [input.judgeId, input.projectId, input.now, input.until, input.limit],
  )
  return rows.map((row) => ({
    ...Question.parse(row.question),
    id: row.id,
    projectId: input.projectId,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    judgeId: input.judgeId,
    priority: row.priority,
    notedAt: row.noted_at,
    attempts: row.attempts,
    error: row.error,
  }))
}
