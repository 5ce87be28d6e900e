import type { Pool } from 'pg'
import { storableError } from '../storable.ts'

/** Why nothing of a judge, or of one rule that asks it, is asked for now. */
export interface JudgePause {
  projectId: string
  judgeId: string
  /** null for all rules that ask the judge. */
  ruleId: string | null
  /** Of a closed set, such as `budget_exhausted`. */
  reason: string
  /** What happened and what to do. */
  error: string
  until: Date
}

/** Leaves a judge, or the questions of one rule to it, alone for a while. It ends by time, or with the next verdict after that. */
export async function pauseJudge(pool: Pool, pause: JudgePause, now: Date): Promise<void> {
  await pool.query(
    `INSERT INTO judge_pause (judge_id, rule_id, project_id, reason, error, since, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (judge_id, rule_id) DO UPDATE SET reason = excluded.reason, error = excluded.error,
       until_at = GREATEST(judge_pause.until_at, excluded.until_at),
       since = CASE WHEN judge_pause.reason = excluded.reason THEN judge_pause.since ELSE excluded.since END`,
    [
      pause.judgeId,
      pause.ruleId ?? '',
      pause.projectId,
      pause.reason,
      storableError(pause.error),
      now,
      pause.until,
    ],
  )
}
