import type { Pool } from 'pg'

const NOT_ASKED =
  'Its judge was deleted, so the questions that waited for it were not asked. The scores of the evaluators stand.'

/**
 * Ends the questions to a judge that was deleted: nobody can ask them any more. Those of rules are counted, backfills say so, and letters
 * that were being tried again are free. Questions of a paused backfill end when it goes on.
 */
export async function endQuestionsOfJudge(
  pool: Pool,
  { projectId, judgeId, now }: { projectId: string; judgeId: string; now: Date },
): Promise<void> {
  await pool.query(
    `WITH ended AS (
       DELETE FROM judge_work WHERE project_id = $1 AND judge_id = $2 AND due_at <= $3
       RETURNING id, rule_id, backfill_id, question->'evaluator'->>'name' AS evaluator),
     freed AS (UPDATE dead_letter SET retry_id = NULL WHERE retry_id IN (SELECT id FROM ended)),
     told AS (
       UPDATE backfill SET reason = $4 WHERE state IN ('queued', 'running') AND id IN (SELECT backfill_id FROM ended))
     INSERT INTO rule_hour (project_id, rule_id, hour, what, evaluator, reason, times)
     SELECT $1, rule_id, date_trunc('hour', $3::timestamptz, 'UTC'), 'judge_dropped', evaluator, 'judge_deleted', count(*) FROM ended
     WHERE backfill_id IS NULL GROUP BY rule_id, evaluator ORDER BY rule_id, evaluator
     ON CONFLICT (rule_id, hour, what, evaluator, reason) DO UPDATE SET times = rule_hour.times + excluded.times`,
    [projectId, judgeId, now, NOT_ASKED],
  )
}
